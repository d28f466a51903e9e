-- One file for SQLite and PostgreSQL. ${id} is a primary key that counts by itself and never comes back, ${bytes} holds
-- binary data, ${time} is what the lanes' engine keeps times in. All other times are milliseconds since 1970.
-- Names begin with sync_, because the tables may stand in somebody else's database.

-- ---- what people set up -----------------------------------------------------------------------------------------------

CREATE TABLE sync_registry (
  id                  ${id},
  name                VARCHAR(100) NOT NULL UNIQUE,
  type                VARCHAR(30) NOT NULL,
  url                 VARCHAR(500) NOT NULL,
  description         TEXT NOT NULL,
  username            VARCHAR(300),
  password            TEXT,
  insecure            BOOLEAN NOT NULL,
  ca                  TEXT,
  token_server        VARCHAR(300),
  proxy               VARCHAR(300),
  concurrency         INTEGER,
  requests_per_second DOUBLE PRECISION,
  max_units           INTEGER,
  enabled             BOOLEAN NOT NULL,
  version             INTEGER NOT NULL,
  created_at          BIGINT NOT NULL,
  updated_at          BIGINT NOT NULL
);

CREATE TABLE sync_channel (
  id           ${id},
  name         VARCHAR(100) NOT NULL UNIQUE,
  type         VARCHAR(30) NOT NULL,
  settings     TEXT NOT NULL,
  -- All secrets, sealed as one text; what they are called is no secret.
  secrets      TEXT NOT NULL,
  secret_names TEXT NOT NULL,
  enabled      BOOLEAN NOT NULL,
  version      INTEGER NOT NULL,
  created_at   BIGINT NOT NULL,
  updated_at   BIGINT NOT NULL
);

CREATE TABLE sync_task (
  id          ${id},
  name        VARCHAR(200) NOT NULL UNIQUE,
  spec        TEXT NOT NULL,
  enabled     BOOLEAN NOT NULL,
  next_run_at BIGINT,
  priority    INTEGER NOT NULL,
  parallelism INTEGER NOT NULL,
  overlap     VARCHAR(10) NOT NULL,
  version     INTEGER NOT NULL,
  created_at  BIGINT NOT NULL,
  updated_at  BIGINT NOT NULL
);
CREATE INDEX sync_task_due ON sync_task (next_run_at) WHERE next_run_at IS NOT NULL;

-- What a task names in its spec, so that it cannot be deleted beneath it.
CREATE TABLE sync_task_registry (
  task_id     BIGINT NOT NULL REFERENCES sync_task (id) ON DELETE CASCADE,
  registry_id BIGINT NOT NULL REFERENCES sync_registry (id),
  PRIMARY KEY (task_id, registry_id)
);
CREATE INDEX sync_task_registry_registry ON sync_task_registry (registry_id);

CREATE TABLE sync_task_channel (
  task_id    BIGINT NOT NULL REFERENCES sync_task (id) ON DELETE CASCADE,
  channel_id BIGINT NOT NULL REFERENCES sync_channel (id),
  PRIMARY KEY (task_id, channel_id)
);
CREATE INDEX sync_task_channel_channel ON sync_task_channel (channel_id);

CREATE TABLE sync_settings (
  name       VARCHAR(100) PRIMARY KEY,
  value      TEXT NOT NULL,
  updated_at BIGINT NOT NULL
);

-- ---- runs -------------------------------------------------------------------------------------------------------------

CREATE TABLE sync_execution (
  id                ${id},
  task_id           BIGINT REFERENCES sync_task (id) ON DELETE SET NULL,
  name              VARCHAR(200) NOT NULL,
  trigger           VARCHAR(10) NOT NULL,
  planned_at        BIGINT,
  requested_by      VARCHAR(200) NOT NULL,
  retry_of          BIGINT,
  spec              TEXT NOT NULL,
  priority          INTEGER NOT NULL,
  parallelism       INTEGER NOT NULL,
  state             VARCHAR(10) NOT NULL,
  reason            VARCHAR(20) NOT NULL,
  message           TEXT NOT NULL,
  prepared          BOOLEAN NOT NULL,
  stop_requested_at BIGINT,
  stop_requested_by VARCHAR(200),
  created_at        BIGINT NOT NULL,
  started_at        BIGINT,
  finished_at       BIGINT,
  images_total      BIGINT NOT NULL,
  images_copied     BIGINT NOT NULL,
  images_unchanged  BIGINT NOT NULL,
  images_skipped    BIGINT NOT NULL,
  images_failed     BIGINT NOT NULL,
  blobs_total       BIGINT NOT NULL,
  blobs_uploaded    BIGINT NOT NULL,
  blobs_present     BIGINT NOT NULL,
  blobs_failed      BIGINT NOT NULL,
  bytes_total       BIGINT NOT NULL,
  bytes_sent        BIGINT NOT NULL,
  bytes_present     BIGINT NOT NULL,
  -- A time of the schedule fires once, however many nodes see it.
  UNIQUE (task_id, planned_at)
);
CREATE INDEX sync_execution_created ON sync_execution (created_at, id);
CREATE INDEX sync_execution_task ON sync_execution (task_id, created_at, id);
CREATE INDEX sync_execution_state ON sync_execution (state, created_at, id);
CREATE INDEX sync_execution_open ON sync_execution (id) WHERE state IN ('QUEUED', 'RUNNING');

CREATE TABLE sync_execution_unit (
  id               ${id},
  execution_id     BIGINT NOT NULL REFERENCES sync_execution (id) ON DELETE CASCADE,
  source           TEXT NOT NULL,
  targets          TEXT NOT NULL,
  part             TEXT NOT NULL,
  registries       TEXT NOT NULL,
  state            VARCHAR(10) NOT NULL,
  attempt          INTEGER NOT NULL,
  lane             VARCHAR(60),
  node             VARCHAR(200),
  message          TEXT NOT NULL,
  started_at       BIGINT,
  finished_at      BIGINT,
  images_total     BIGINT NOT NULL,
  images_copied    BIGINT NOT NULL,
  images_unchanged BIGINT NOT NULL,
  images_skipped   BIGINT NOT NULL,
  images_failed    BIGINT NOT NULL,
  blobs_total      BIGINT NOT NULL,
  blobs_uploaded   BIGINT NOT NULL,
  blobs_present    BIGINT NOT NULL,
  blobs_failed     BIGINT NOT NULL,
  bytes_total      BIGINT NOT NULL,
  bytes_sent       BIGINT NOT NULL,
  bytes_present    BIGINT NOT NULL
);
CREATE INDEX sync_execution_unit_state ON sync_execution_unit (execution_id, state, id);
CREATE INDEX sync_execution_unit_running ON sync_execution_unit (id) WHERE state = 'RUNNING';

-- How images ended. Those that were there already are counted in their unit and have no row: a task that runs every
-- half hour and finds nothing to do must not fill the disk.
CREATE TABLE sync_unit_tag (
  unit_id BIGINT NOT NULL REFERENCES sync_execution_unit (id) ON DELETE CASCADE,
  number  INTEGER NOT NULL,
  source  TEXT NOT NULL,
  target  TEXT NOT NULL,
  status  VARCHAR(10) NOT NULL,
  digest  VARCHAR(200),
  written VARCHAR(200),
  reason  TEXT NOT NULL,
  hint    TEXT NOT NULL,
  side    VARCHAR(10),
  kind    VARCHAR(20),
  PRIMARY KEY (unit_id, number)
);

CREATE TABLE sync_execution_progress (
  execution_id BIGINT NOT NULL REFERENCES sync_execution (id) ON DELETE CASCADE,
  node         VARCHAR(200) NOT NULL,
  updated_at   BIGINT NOT NULL,
  data         TEXT NOT NULL,
  PRIMARY KEY (execution_id, node)
);

-- Bytes that were sent, by the time. Intervals do not overlap, and are longer the longer an execution runs.
CREATE TABLE sync_execution_throughput (
  execution_id BIGINT NOT NULL REFERENCES sync_execution (id) ON DELETE CASCADE,
  at           BIGINT NOT NULL,
  seconds      INTEGER NOT NULL,
  bytes        BIGINT NOT NULL,
  PRIMARY KEY (execution_id, at)
);

-- Lines of an execution's log, compressed. Numbers have no gaps: who has read up to one has missed nothing before it.
CREATE TABLE sync_log_chunk (
  execution_id BIGINT NOT NULL REFERENCES sync_execution (id) ON DELETE CASCADE,
  number       BIGINT NOT NULL,
  first_line   BIGINT NOT NULL,
  line_count   INTEGER NOT NULL,
  written_at   BIGINT NOT NULL,
  data         ${bytes} NOT NULL,
  PRIMARY KEY (execution_id, number)
);

CREATE TABLE sync_delivery (
  id           ${id},
  channel_id   BIGINT NOT NULL REFERENCES sync_channel (id) ON DELETE CASCADE,
  execution_id BIGINT NOT NULL REFERENCES sync_execution (id) ON DELETE CASCADE,
  state        VARCHAR(10) NOT NULL,
  tries        INTEGER NOT NULL,
  next_try_at  BIGINT,
  answer       TEXT NOT NULL,
  created_at   BIGINT NOT NULL,
  finished_at  BIGINT
);
CREATE INDEX sync_delivery_due ON sync_delivery (next_try_at) WHERE next_try_at IS NOT NULL;
CREATE INDEX sync_delivery_channel ON sync_delivery (channel_id, id);
CREATE INDEX sync_delivery_execution ON sync_delivery (execution_id);
CREATE INDEX sync_delivery_finished ON sync_delivery (finished_at) WHERE finished_at IS NOT NULL;

-- ---- what is remembered to ask registries less ------------------------------------------------------------------------

CREATE TABLE sync_state (
  topic   VARCHAR(20) NOT NULL,
  -- A key, or the digest of a long one.
  name    VARCHAR(500) NOT NULL,
  value   VARCHAR(1000) NOT NULL,
  used_at BIGINT NOT NULL,
  PRIMARY KEY (topic, name)
);
CREATE INDEX sync_state_used ON sync_state (used_at);

-- ---- people -----------------------------------------------------------------------------------------------------------

CREATE TABLE sync_user (
  id                   ${id},
  username             VARCHAR(100) NOT NULL,
  -- As it is compared: two names that differ in case alone are one.
  username_folded      VARCHAR(400) NOT NULL UNIQUE,
  display_name         VARCHAR(200) NOT NULL,
  email                VARCHAR(300) NOT NULL,
  password_hash        VARCHAR(200) NOT NULL,
  role                 VARCHAR(20) NOT NULL,
  active               BOOLEAN NOT NULL,
  must_change_password BOOLEAN NOT NULL,
  last_login_at        BIGINT,
  version              INTEGER NOT NULL,
  created_at           BIGINT NOT NULL,
  updated_at           BIGINT NOT NULL
);

CREATE TABLE sync_login_history (
  id         ${id},
  -- As it is compared, see sync_user.
  username   VARCHAR(400) NOT NULL,
  at         BIGINT NOT NULL,
  address    VARCHAR(100) NOT NULL,
  user_agent VARCHAR(500) NOT NULL,
  outcome    VARCHAR(20) NOT NULL
);
CREATE INDEX sync_login_history_at ON sync_login_history (at, id);
CREATE INDEX sync_login_history_user ON sync_login_history (username, at);
CREATE INDEX sync_login_history_address ON sync_login_history (address, at);

CREATE TABLE sync_api_token (
  id           ${id},
  user_id      BIGINT NOT NULL REFERENCES sync_user (id) ON DELETE CASCADE,
  name         VARCHAR(200) NOT NULL,
  hash         VARCHAR(100) NOT NULL UNIQUE,
  role         VARCHAR(20) NOT NULL,
  created_at   BIGINT NOT NULL,
  expires_at   BIGINT,
  last_used_at BIGINT
);
CREATE INDEX sync_api_token_user ON sync_api_token (user_id);

-- Sign-ins, one for each browser. Where one is remembered, its row outlives the session and gets a new one.
CREATE TABLE sync_session (
  id                  ${id},
  user_id             BIGINT NOT NULL REFERENCES sync_user (id) ON DELETE CASCADE,
  hash                VARCHAR(100) NOT NULL UNIQUE,
  address             VARCHAR(100) NOT NULL,
  user_agent          VARCHAR(500) NOT NULL,
  created_at          BIGINT NOT NULL,
  seen_at             BIGINT NOT NULL,
  -- Moves with each use, up to the end.
  expires_at          BIGINT NOT NULL,
  ends_at             BIGINT NOT NULL,
  remember_series     VARCHAR(100) UNIQUE,
  remember_hash       VARCHAR(100),
  remember_previous   VARCHAR(100),
  remember_changed_at BIGINT,
  remember_until      BIGINT NOT NULL
);
CREATE INDEX sync_session_user ON sync_session (user_id);

CREATE TABLE sync_audit (
  id      ${id},
  at      BIGINT NOT NULL,
  actor   VARCHAR(300) NOT NULL,
  address VARCHAR(100) NOT NULL,
  action  VARCHAR(60) NOT NULL,
  subject VARCHAR(300) NOT NULL,
  outcome VARCHAR(20) NOT NULL,
  detail  TEXT NOT NULL
);
CREATE INDEX sync_audit_at ON sync_audit (at, id);

-- ---- nodes and lanes --------------------------------------------------------------------------------------------------

CREATE TABLE sync_node (
  name       VARCHAR(200) PRIMARY KEY,
  version    VARCHAR(60) NOT NULL,
  threads    INTEGER NOT NULL,
  started_at BIGINT NOT NULL,
  seen_at    BIGINT NOT NULL
);

-- The table of db-scheduler, in its own words.
CREATE TABLE sync_lane (
  task_name            VARCHAR(100) NOT NULL,
  task_instance        VARCHAR(100) NOT NULL,
  task_data            ${bytes},
  execution_time       ${time} NOT NULL,
  picked               BOOLEAN NOT NULL,
  picked_by            VARCHAR(200),
  last_success         ${time},
  last_failure         ${time},
  consecutive_failures INTEGER,
  last_heartbeat       ${time},
  version              BIGINT NOT NULL,
  priority             INTEGER,
  PRIMARY KEY (task_name, task_instance)
);
CREATE INDEX sync_lane_due ON sync_lane (execution_time);
CREATE INDEX sync_lane_heartbeat ON sync_lane (last_heartbeat);
CREATE INDEX sync_lane_priority ON sync_lane (priority, execution_time);
