-- What people say under a post. Every market is a post with the same id, so a market is talked about in the same way as a text.

-- ---------------------------------------------------------------- counts and order

-- What is counted under a post, kept by the triggers below. Its row is also the lock that gives the comments and likes of a post one
-- order, which is what lets pages of them neither skip nor repeat. A table of its own, since a post is read far more often than written.
create table discussion (
  post_id bigint primary key references post (id),
  -- Comments that have not been deleted.
  comment_count integer not null default 0 check (comment_count >= 0),
  -- Number of the last like given or taken back.
  like_seq bigint not null default 0 check (like_seq >= 0)
) with (fillfactor = 70);

-- Locks the discussion under a post; false where there is no such post.
create function lock_discussion(wanted_post_id bigint) returns boolean
language plpgsql security definer set search_path = public as $$
begin
  insert into discussion (post_id) select id from post where id = wanted_post_id on conflict do nothing;
  perform from discussion where post_id = wanted_post_id for no key update;
  return found;
end $$;

-- ---------------------------------------------------------------- comments

create table comment (
  id bigint generated always as identity primary key,
  post_id bigint not null references post (id),
  -- The comment this one answers; null for the first of a thread.
  parent_id bigint references comment (id),
  -- The first of the thread, and the way from there to here: the order of the paths is the order of reading. Both are set by the trigger.
  root_id bigint not null,
  path bigint[] not null check (cardinality(path) between 1 and 5),
  author_id bigint not null references users (id),
  -- Markdown. Kept when the comment is deleted, for those who handle reports of it, and shown to nobody else.
  body text not null check (char_length(body) between 1 and 2000),
  -- A trade of the author in this market that the comment stands by.
  trade_seq bigint,
  like_count integer not null default 0 check (like_count >= 0),
  -- Answers in the thread that have not been deleted; on its first comment only.
  reply_count integer not null default 0 check (reply_count >= 0),
  created_at timestamptz not null default mesh_now(),
  edited_at timestamptz,
  deleted_at timestamptz,
  -- The author, or whoever removed it.
  deleted_by bigint references users (id),
  check ((parent_id is null) = (cardinality(path) = 1)),
  check ((deleted_at is null) = (deleted_by is null))
) with (fillfactor = 80);
create index comment_first on comment (post_id, id) where parent_id is null;
create index comment_thread on comment (root_id, path);

-- Finds a comment's place. Below the fifth level answers stand beside what they answer: deeper than that no screen can show it.
create function place_comment() returns trigger
language plpgsql security definer set search_path = public as $$
declare above comment;
begin
  if new.like_count <> 0 or new.reply_count <> 0 or new.edited_at is not null or new.deleted_at is not null then
    raise exception 'a comment begins unread' using errcode = 'check_violation';
  end if;
  if new.parent_id is null then
    new.root_id := new.id;
    new.path := array[new.id];
  else
    select * into above from comment where id = new.parent_id;
    if not found or above.post_id <> new.post_id then
      raise exception 'an answer stands under the same post as what it answers' using errcode = 'check_violation';
    end if;
    new.root_id := above.root_id;
    new.path := above.path[1:4] || new.id;
  end if;
  if new.trade_seq is not null
     and not exists (select from trade where market_id = new.post_id and seq = new.trade_seq and user_id = new.author_id) then
    raise exception 'a comment stands by a trade of its own author' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger place_comment before insert on comment for each row execute function place_comment();

create function count_comment() returns trigger
language plpgsql security definer set search_path = public as $$
declare change integer := case when tg_op = 'INSERT' then 1 else -1 end;
begin
  insert into discussion (post_id) values (new.post_id) on conflict do nothing;
  update discussion set comment_count = comment_count + change where post_id = new.post_id;
  if new.parent_id is not null then
    update comment set reply_count = reply_count + change where id = new.root_id;
  end if;
  return null;
end $$;
create trigger count_comment after insert on comment for each row execute function count_comment();
create trigger count_deleted after update of deleted_at on comment
  for each row when (old.deleted_at is null and new.deleted_at is not null) execute function count_comment();

create trigger place_is_fixed
  before update of id, post_id, parent_id, root_id, path, author_id, trade_seq, created_at on comment
  for each statement execute function refuse_change('who said it, where and when stays');
create trigger counted_by_triggers before update of like_count, reply_count on comment
  for each row when (pg_trigger_depth() < 1) execute function refuse_change('likes and answers are counted, not set');
create trigger deleted_stays before update of body, edited_at, deleted_at, deleted_by on comment
  for each row when (old.deleted_at is not null) execute function refuse_change('what is deleted stays so');
create trigger never_deleted before delete on comment
  for each statement execute function refuse_change('comments are marked as deleted, so that what answers them keeps its place');
create trigger begins_empty before insert on discussion
  for each row when (new.comment_count <> 0 or new.like_seq <> 0) execute function refuse_change('a discussion begins empty');
create trigger counted_by_triggers before update or delete on discussion
  for each statement when (pg_trigger_depth() < 1) execute function refuse_change('discussions are counted, not set');

-- Who is named in a comment as @handle, found when it was written. The author may be among them. People named only by a later edit are
-- here too, and are not told: whoever acts on COMMENTED reads this table a moment after the comment was written.
create table comment_mention (
  comment_id bigint not null references comment (id),
  user_id bigint not null references users (id),
  -- As it was written: a handle may change hands.
  handle text not null,
  primary key (comment_id, user_id)
);

-- ---------------------------------------------------------------- likes

create table comment_like (
  comment_id bigint not null references comment (id),
  user_id bigint not null references users (id),
  created_at timestamptz not null default mesh_now(),
  primary key (comment_id, user_id)
);

-- Every like given or taken back, numbered by post: so a list by likes can be read on as it stood when its first page was read.
create table comment_like_log (
  post_id bigint not null,
  seq bigint not null,
  comment_id bigint not null,
  change smallint not null check (change in (-1, 1)),
  primary key (post_id, seq)
);

create function count_like() returns trigger
language plpgsql security definer set search_path = public as $$
declare
  liked bigint := case when tg_op = 'INSERT' then new.comment_id else old.comment_id end;
  delta smallint := case when tg_op = 'INSERT' then 1 else -1 end;
begin
  -- The discussion first: everyone locks it before its comments.
  with numbered as (
    update discussion d set like_seq = d.like_seq + 1 from comment c where c.id = liked and d.post_id = c.post_id
    returning d.post_id, d.like_seq)
  insert into comment_like_log (post_id, seq, comment_id, change) select post_id, like_seq, liked, delta from numbered;
  update comment c set like_count = c.like_count + delta where c.id = liked;
  return null;
end $$;
create trigger count_like after insert or delete on comment_like for each row execute function count_like();

create trigger append_only before update or delete on comment_like_log
  for each statement execute function refuse_change('likes are numbered once');
create trigger never_emptied before truncate on comment_like_log for each statement execute function refuse_change('append-only');
create trigger numbered_by_trigger before insert on comment_like_log
  for each statement when (pg_trigger_depth() < 1) execute function refuse_change('likes are numbered by their trigger');

-- ---------------------------------------------------------------- reports

create table report (
  id bigint generated always as identity primary key,
  post_id bigint not null references post (id),
  -- Null where the post itself is reported.
  comment_id bigint references comment (id),
  reporter_id bigint not null references users (id),
  reason text not null check (reason in ('SPAM', 'ABUSE', 'MISLEADING', 'OFF_TOPIC', 'OTHER')),
  note text check (char_length(note) between 1 and 500),
  -- The words as they stood when they were reported: an author may still change them.
  reported_text text not null,
  created_at timestamptz not null default mesh_now(),
  handled_at timestamptz,
  handled_by bigint references users (id),
  verdict text check (verdict in ('DISMISSED', 'REMOVED')),
  check ((handled_at is null) = (handled_by is null)),
  check ((handled_at is null) = (verdict is null))
);
create unique index report_once_comment on report (comment_id, reporter_id) where comment_id is not null;
create unique index report_once_post on report (post_id, reporter_id) where comment_id is null;
create index report_open on report (id) where handled_at is null;
create index report_handled on report (handled_at, id) where handled_at is not null;

create trigger handled_once before update on report
  for each row when (old.handled_at is not null) execute function refuse_change('a report is handled once');
create trigger words_are_fixed before update of id, post_id, comment_id, reporter_id, reason, note, reported_text, created_at on report
  for each statement execute function refuse_change('what was reported stays');
create trigger never_deleted before delete on report for each statement execute function refuse_change('reports are kept');

-- Texts that were taken down. A market is not among them: people hold shares in it.
create table post_removal (
  post_id bigint primary key references post (id),
  removed_by bigint not null references users (id),
  removed_at timestamptz not null default mesh_now()
);
create trigger append_only before update or delete on post_removal
  for each statement execute function refuse_change('what is removed stays so');

-- ---------------------------------------------------------------- facts

-- The comment is the subject; its author is whose doing it is.
create function note_comment() returns trigger
language plpgsql security definer set search_path = public as $$
begin
  insert into outbox (kind, market_id, user_id, subject_id, created_at)
  values ('COMMENTED', (select id from prediction_market where id = new.post_id), new.author_id, new.id, new.created_at);
  return null;
end $$;
create trigger note_comment after insert on comment for each row execute function note_comment();

-- The report is the subject.
create function note_report() returns trigger
language plpgsql security definer set search_path = public as $$
begin
  insert into outbox (kind, market_id, user_id, subject_id, created_at)
  values ('REPORTED', (select id from prediction_market where id = new.post_id), new.reporter_id, new.id, new.created_at);
  return null;
end $$;
create trigger note_report after insert on report for each row execute function note_report();

do $$
begin
  if not exists (select from pg_roles where rolname = 'mesh_markets_app') then
    return;
  end if;
  grant select on discussion, comment, comment_mention, comment_like, comment_like_log, report, post_removal to mesh_markets_app;
  grant insert (post_id, parent_id, author_id, body, trade_seq) on comment to mesh_markets_app;
  grant update (body, edited_at, deleted_at, deleted_by) on comment to mesh_markets_app;
  grant insert, delete on comment_mention, comment_like to mesh_markets_app;
  grant insert (post_id, comment_id, reporter_id, reason, note, reported_text) on report to mesh_markets_app;
  grant update (handled_at, handled_by, verdict) on report to mesh_markets_app;
  grant insert (post_id, removed_by) on post_removal to mesh_markets_app;
end $$;
