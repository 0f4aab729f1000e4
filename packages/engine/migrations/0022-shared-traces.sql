-- Who shares a browser or a network, the latest first: of a network that thousands share only so many are looked at.
create index account_trace_shared on account_trace (kind, hash, user_id);
drop index account_trace_hash;
