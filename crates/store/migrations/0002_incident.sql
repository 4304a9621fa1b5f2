CREATE TABLE incident (
    id          {key},
    state       {text} NOT NULL,
    title       {text} NOT NULL,
    class       {text} NOT NULL,
    verdict     {text} NOT NULL,
    score       DOUBLE PRECISION NOT NULL,
    tlp         {text} NOT NULL,
    reports     BIGINT NOT NULL,
    reporters   BIGINT NOT NULL,
    originators BIGINT NOT NULL,
    links       BIGINT NOT NULL,
    opened_at   BIGINT NOT NULL,
    updated_at  BIGINT NOT NULL
);
CREATE INDEX incident_updated_at ON incident (updated_at, id);
CREATE INDEX incident_state ON incident (state, updated_at, id);
-- What joins a report to an incident; one incident a value.
CREATE TABLE link (
    value       {text} PRIMARY KEY,
    incident_id BIGINT NOT NULL REFERENCES incident (id),
    joined      BIGINT NOT NULL,
    seen_at     BIGINT NOT NULL
) {clustered};
CREATE INDEX link_incident ON link (incident_id);
-- The different reporters and originators of an incident, up to a bound.
-- Written before the incident, which holds their number.
CREATE TABLE party (
    incident_id BIGINT NOT NULL,
    kind        {text} NOT NULL,
    value       {text} NOT NULL,
    reports     BIGINT NOT NULL,
    PRIMARY KEY (incident_id, kind, value)
) {clustered};
CREATE TABLE event (
    id          {serial},
    incident_id BIGINT NOT NULL REFERENCES incident (id),
    at          BIGINT NOT NULL,
    kind        {text} NOT NULL,
    by_name     {text} NOT NULL,
    body        {text} NOT NULL
);
CREATE INDEX event_incident ON event (incident_id, id);
CREATE TABLE action (
    id          {key},
    incident_id BIGINT NOT NULL REFERENCES incident (id),
    kind        {text} NOT NULL,
    value       {text} NOT NULL,
    step        {text} NOT NULL,
    state       {text} NOT NULL,
    reason      {text} NOT NULL,
    approved_by {text},
    appeal      {text},
    created_at  BIGINT NOT NULL,
    expires_at  BIGINT NOT NULL
);
CREATE INDEX action_incident ON action (incident_id);
CREATE INDEX action_state ON action (state, expires_at);
CREATE INDEX action_target ON action (kind, value, step);
