-- Results that are proposed before they are paid, what holders say against them, and corrections of what was paid (docs/design/resolution.md).

-- ---------------------------------------------------------------- proposals

-- Every version of a proposed result. Its words stay as they were written; what becomes of it is written once.
create table resolution_proposal (
  id bigint generated always as identity primary key,
  market_id bigint not null references prediction_market (id),
  -- Counts the proposals of its market.
  version integer not null check (version >= 1),
  proposed_by bigint not null references users (id),
  proposed_as text not null check (proposed_as in ('CREATOR', 'ORACLE', 'MODERATOR', 'ADMIN')),
  kind text not null check (kind in ('OUTCOME', 'WEIGHTED', 'N_A')),
  outcome smallint,
  weights integer[],
  note text check (char_length(note) between 1 and 1000),
  proposed_at timestamptz not null,
  -- Until then it may be disputed; from then on it is paid, unless it was.
  final_at timestamptz not null,
  ended_at timestamptz,
  ended_how text check (ended_how in ('FINAL', 'AMENDED', 'WITHDRAWN', 'UPHELD', 'CHANGED', 'VOIDED')),
  -- Null when the clock ended it, or somebody at the command line.
  ended_by bigint references users (id),
  ended_reason text check (char_length(ended_reason) between 1 and 1000),
  unique (market_id, version),
  check (proposed_at < final_at),
  check ((ended_at is null) = (ended_how is null)),
  check (ended_how is not null or (ended_by is null and ended_reason is null)),
  check (ended_at >= proposed_at),
  check (ended_how <> 'FINAL' or ended_at >= final_at),
  check ((kind = 'OUTCOME') = (outcome is not null)),
  check ((kind = 'N_A') = (weights is null))
);
create unique index resolution_proposal_open on resolution_proposal (market_id) where ended_at is null;
create index resolution_proposal_due on resolution_proposal (final_at, id) where ended_at is null;
create trigger words_are_fixed
  before update of id, market_id, version, proposed_by, proposed_as, kind, outcome, weights, note, proposed_at, final_at on resolution_proposal
  for each statement execute function refuse_change('a proposal is amended by another one');
create trigger ended_once before update on resolution_proposal
  for each row when (old.ended_at is not null) execute function refuse_change('a proposal ends once');
create trigger never_deleted before delete on resolution_proposal
  for each statement execute function refuse_change('proposals stay on record');
create trigger never_emptied before truncate on resolution_proposal
  for each statement execute function refuse_change('proposals stay on record');

-- What a holder says against a proposal. It is answered by whatever ends the proposal.
create table dispute (
  id bigint generated always as identity primary key,
  proposal_id bigint not null references resolution_proposal (id),
  user_id bigint not null references users (id),
  reason text not null check (char_length(reason) between 1 and 1000),
  created_at timestamptz not null,
  unique (proposal_id, user_id)
);
create trigger append_only before update or delete on dispute
  for each statement execute function refuse_change('disputes stay on record');
create trigger never_emptied before truncate on dispute for each statement execute function refuse_change('append-only');

create function check_dispute() returns trigger language plpgsql as $$
begin
  if not exists (select from resolution_proposal p where p.id = new.proposal_id and new.created_at >= p.proposed_at
                    and new.created_at < p.final_at and new.created_at <= coalesce(p.ended_at, new.created_at)) then
    raise exception 'a proposal is disputed while it is neither final nor ended' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger in_time before insert on dispute for each row execute function check_dispute();

-- ---------------------------------------------------------------- resolutions that follow from them, and corrections

alter table resolution_log
  -- Null for an operator at the command line.
  alter column resolved_by drop not null,
  drop constraint if exists resolution_log_resolved_as_check,
  add constraint resolution_log_resolved_as_check check (resolved_as in ('CREATOR', 'ORACLE', 'MODERATOR', 'ADMIN', 'OPERATOR')),
  add constraint resolution_log_operator check ((resolved_as = 'OPERATOR') = (resolved_by is null)),
  drop constraint resolution_log_market_id_key,
  -- What was proposed before, where something was.
  add column proposal_id bigint unique references resolution_proposal (id),
  -- The entry in whose place this one stands.
  add column corrects bigint unique references resolution_log (id),
  add constraint resolution_log_corrects_an_earlier check (corrects < id);
create unique index resolution_log_first on resolution_log (market_id) where corrects is null;
create index resolution_log_market on resolution_log (market_id, id);

-- What holds: of each market the entry that no other one corrects.
create view current_resolution as
  select * from resolution_log r where not exists (select from resolution_log c where c.corrects = r.id);

create function check_resolution() returns trigger language plpgsql as $$
begin
  if exists (select from resolution_proposal where market_id = new.market_id and ended_at is null) then
    raise exception 'the proposed result of market % is not final', new.market_id
      using errcode = 'check_violation', constraint = 'paid_when_final';
  end if;
  if new.corrects is not null and not exists (select from resolution_log where id = new.corrects and market_id = new.market_id) then
    raise exception 'a correction is of the same market' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger paid_when_final before insert on resolution_log for each row execute function check_resolution();

-- What a correction moved.
create table correction (
  resolution_id bigint primary key references resolution_log (id),
  -- To holders and to whoever paid the subsidy, and back from them.
  paid bigint not null check (paid >= 0),
  taken bigint not null check (taken >= 0),
  -- By the house, for what could not be taken back; below 0 what it got back of that.
  covered bigint not null,
  -- Issued to the house, which had too little.
  issued bigint not null check (issued >= 0),
  -- What people still have that is not theirs by this verdict.
  missing bigint not null check (missing >= 0),
  check (paid = taken + covered)
);
create trigger append_only before update or delete on correction
  for each statement execute function refuse_change('corrections are never changed');
create trigger never_emptied before truncate on correction for each statement execute function refuse_change('append-only');

create function assert_corrected() returns trigger
language plpgsql security definer set search_path = public as $$
begin
  if exists (select from account where market_id = new.market_id and balance <> 0)
     or not exists (select from correction where resolution_id = new.id) then
    raise exception 'the correction of market % does not come out even', new.market_id
      using errcode = 'check_violation', constraint = 'corrections_come_out_even';
  end if;
  return null;
end $$;
create constraint trigger corrections_come_out_even after insert on resolution_log deferrable initially deferred
  for each row when (new.corrects is not null) execute function assert_corrected();

-- What each person was paid for what they held in a market, and gave back of it.
create view holder_payment as
  select t.market_id, w.user_id, t.amount as credits
    from transfer t join account w on w.id = t.credit_account_id
   where t.trade_seq is null and t.kind in ('PAYOUT', 'REFUND', 'CORRECTION') and w.user_id is not null
  union all
  select t.market_id, w.user_id, -t.amount
    from transfer t join account w on w.id = t.debit_account_id
   where t.trade_seq is null and t.kind = 'CORRECTION' and w.user_id is not null;

-- As before, with what corrections move: CORRECTION between an escrow and a holder, SUBSIDY_CORRECTION between it and whoever paid the subsidy,
-- CORRECTION_COVER between it and the house, and CORRECTION_ISSUE to the house.
create or replace function apply_transfers() returns trigger
language plpgsql security definer set search_path = public as $$
declare moved bigint; named bigint; rows_written bigint;
begin
  if pg_trigger_depth() = 1 then
    if exists (select from fresh where amount not between 1 and 9000000000000000 or debit_account_id = credit_account_id
                  or kind not in ('SIGNUP_GRANT', 'HOUSE_FUNDING', 'SUBSIDY', 'PAYOUT', 'REFUND', 'SUBSIDY_RETURN',
                                  'CORRECTION', 'SUBSIDY_CORRECTION', 'CORRECTION_COVER', 'CORRECTION_ISSUE')
                  or (kind in ('SIGNUP_GRANT', 'HOUSE_FUNDING')) <> (market_id is null) or trade_seq is not null) then
      raise exception 'a transfer moves credits from one account to another, and a trade writes its own' using errcode = 'check_violation';
    end if;
    if exists (select from fresh f left join account e on e.market_id = f.market_id
                where f.market_id is not null and f.kind <> 'CORRECTION_ISSUE'
                  and (e.id is null or e.id not in (f.debit_account_id, f.credit_account_id))) then
      raise exception 'a transfer of a market goes into or out of its escrow' using errcode = 'check_violation';
    end if;
  end if;
  select count(*) into rows_written from fresh;
  if rows_written = 1 then
    update account a set balance = a.balance + case a.id when f.credit_account_id then f.amount else -f.amount end
      from fresh f where a.id = any (array[f.debit_account_id, f.credit_account_id]);
  else
    update account a set balance = a.balance + d.delta
      from (select id, sum(delta)::bigint as delta
              from (select debit_account_id as id, -amount as delta from fresh
                    union all
                    select credit_account_id, amount from fresh) as entry
             group by id) as d
     where a.id = d.id;
  end if;
  get diagnostics moved = row_count;
  if pg_trigger_depth() = 1 then
    select count(*) into named from (select debit_account_id from fresh union select credit_account_id from fresh) as account_named;
    if moved <> named then
      raise exception 'a transfer needs two accounts that exist' using errcode = 'foreign_key_violation';
    end if;
  end if;
  return null;
end $$;

-- ---------------------------------------------------------------- facts

create function note_proposal() returns trigger
language plpgsql security definer set search_path = public as $$
begin
  insert into outbox (kind, market_id, user_id, subject_id, created_at)
  values ('PROPOSED', new.market_id, new.proposed_by, new.id, new.proposed_at);
  return null;
end $$;
create trigger note_proposal after insert on resolution_proposal for each row execute function note_proposal();

create function note_dispute() returns trigger
language plpgsql security definer set search_path = public as $$
begin
  insert into outbox (kind, market_id, user_id, subject_id, created_at)
  select 'DISPUTED', p.market_id, new.user_id, new.id, new.created_at from resolution_proposal p where p.id = new.proposal_id;
  return null;
end $$;
create trigger note_dispute after insert on dispute for each row execute function note_dispute();

create function note_correction() returns trigger
language plpgsql security definer set search_path = public as $$
begin
  insert into outbox (kind, market_id, user_id, subject_id, created_at)
  values ('CORRECTED', new.market_id, new.resolved_by, new.id, new.created_at);
  return null;
end $$;
create trigger note_correction after insert on resolution_log
  for each row when (new.corrects is not null) execute function note_correction();

-- Those outside may be told of them.
alter table analytics_event
  drop constraint analytics_event_type_check,
  add constraint analytics_event_type_check check (type in
    ('market_created', 'market_traded', 'market_closed', 'market_proposed', 'market_disputed', 'market_resolved', 'market_corrected',
     'user_signed_up', 'test'));
alter table webhook_endpoint
  drop constraint webhook_endpoint_event_types_check,
  add constraint webhook_endpoint_event_types_check check (cardinality(event_types) >= 1
    and event_types <@ array['market_created', 'market_traded', 'market_closed', 'market_proposed', 'market_disputed', 'market_resolved',
                             'market_corrected', 'user_signed_up']);

-- Which entry of the log the statistics of a market follow.
alter table market_projection add column resolution_id bigint;
update market_projection p set resolution_id = r.id from resolution_log r where p.resolved and r.market_id = p.market_id;

do $$
begin
  if not exists (select from pg_roles where rolname = 'mesh_markets_app') then
    return;
  end if;
  grant select, insert on resolution_proposal, dispute, correction to mesh_markets_app;
  grant update (ended_at, ended_how, ended_by, ended_reason) on resolution_proposal to mesh_markets_app;
  grant select on current_resolution, holder_payment to mesh_markets_app;
end $$;
