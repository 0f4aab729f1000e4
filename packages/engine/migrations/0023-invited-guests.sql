-- Who came by an invitation, without walking through everybody who came by any.
create index invitation_use_guest on invitation_use (invitation_id, user_id) where user_id is not null;
