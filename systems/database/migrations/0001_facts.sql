-- Facts that outlive a process. What workflows know is in Temporal; here is what several of them share, or what a
-- person looks up.

-- The brand whose records these are. One row: a second brand is refused.
create table served_brand (
  only_one boolean primary key default true check (only_one),
  brand text not null,
  since timestamptz not null default now()
);

-- Events as they arrived. An event id is unique per system, so an event that is delivered again changes nothing.
create table inbox (
  id bigint generated always as identity primary key,
  system text not null,
  event_id text not null,
  kind text not null,
  subject text not null,
  raw text not null,
  received_at timestamptz not null default now(),
  -- Null: still to be looked at, or, when it is refused, still to be decided by a person.
  handled_at timestamptz,
  -- Why no follower can handle it: a body that cannot be read, or an event whose subject the counterpart refuses. A
  -- sentence, without anything that the event said.
  refused text,
  refused_at timestamptz,
  -- Who discarded it.
  discarded_by text,
  unique (system, event_id)
);
create index inbox_pending on inbox (system, id) where handled_at is null and refused is null;
create index inbox_refused on inbox (id) where handled_at is null and refused is not null;
create index inbox_handled on inbox (handled_at) where handled_at is not null;

-- Rounds that each follower has begun: a wake that was sent before the last one was taken.
create table follower_rounds (
  follower text primary key,
  rounds bigint not null
);

-- How far each follower has read.
create table cursors (
  name text primary key,
  value text not null,
  updated_at timestamptz not null default now()
);

-- Calls that must not happen twice, each recorded right before it leaves: by name, the newest call of that name.
create sequence intent_calls;
create table intents (
  -- Compared byte by byte, so that all names with one beginning are found by the index.
  key text collate "C" primary key,
  system text not null,
  -- Distinguishes calls of one name: whoever makes another one must know the one before it.
  call bigint not null default nextval('intent_calls'),
  sent_at timestamptz(3) not null default clock_timestamp(),
  -- After this it cannot take effect any more.
  may_end_at timestamptz(3) not null,
  -- What was true before the first call of this name.
  before text,
  -- Null: nobody knows yet what became of it.
  answered_at timestamptz(3)
);

-- What a counterpart holds without a name of ours, and for which intent it stands: one thing for one intent.
create table intent_claims (
  key text primary key,
  subject text not null unique
);

-- Orders by the system in which they were placed. A list to look up; the workflow has the truth.
create table orders (
  origin text not null,
  number text not null,
  brand text not null,
  stage text not null,
  workflow_id text not null,
  -- Revision of the order that its workflow received last; null before the first.
  revision text,
  -- The run of the order that wrote the stage, and which stage of that run it was: what is written late changes nothing.
  run integer not null default 1,
  nth_stage integer not null default 0,
  -- What the newest run that ended has left behind, as JSON; null before the first end.
  ended jsonb,
  updated_at timestamptz not null default now(),
  primary key (origin, number)
);
create index orders_by_stage on orders (stage, origin, number);
-- Orders that have not ended: a handful among years of history.
create index orders_open on orders (origin, number) where stage not in ('done', 'cancelled');

-- Which fulfilment of which order went to which location and system, and what it is called there.
create table fulfilments (
  origin text not null,
  order_number text not null,
  fulfilment integer not null,
  location text not null,
  system text not null,
  -- Our name of it there.
  name text not null,
  -- The system's own id of it.
  ref text not null,
  stage text not null,
  -- Centra's shipments of it.
  shipments bigint[] not null,
  updated_at timestamptz not null default now(),
  primary key (origin, order_number, fulfilment)
);
create index fulfilments_by_name on fulfilments (system, name);
create index fulfilments_by_ref on fulfilments (system, ref);
-- For the sweep over fulfilments that should still progress: a handful among years of history.
create index fulfilments_open on fulfilments (system, origin, order_number, fulfilment)
  where stage not in ('sent', 'cancelled', 'moved');

-- Cases, as a list to work through. The workflow has the truth.
create table cases (
  case_id text primary key,
  workflow_id text not null,
  brand text not null,
  code text not null,
  codes text[] not null,
  owner text not null,
  severity text not null,
  -- What it is about, e.g. `centra 10045`.
  subject text not null,
  location text,
  what_happened text not null,
  what_to_do text not null,
  answers text[] not null,
  opened_at timestamptz not null,
  answer_by timestamptz,
  closed_at timestamptz,
  outcome text,
  resolved_by text
);
create index cases_open on cases (opened_at, case_id) where closed_at is null;
create index cases_by_end on cases (closed_at desc nulls first, opened_at, case_id);
create index cases_by_subject on cases (subject);

-- Who did what with a case, and when.
create table case_trail (
  id bigint generated always as identity primary key,
  case_id text not null,
  at timestamptz not null default clock_timestamp(),
  what text not null,
  by text not null,
  note text
);
create index case_trail_by_case on case_trail (case_id, id);

-- What a person wrote in an answer, for an activity that needs it: a workflow history must not hold it.
create table notes (
  reference text primary key,
  text text not null,
  kept_at timestamptz not null default now()
);
