CREATE TABLE account (
    id         {serial},
    name       {text} NOT NULL UNIQUE,
    role       {text} NOT NULL,
    password   {text} NOT NULL,
    created_at BIGINT NOT NULL,
    disabled   BIGINT NOT NULL
);
CREATE TABLE session (
    digest     {bytes} PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES account (id),
    csrf       {text} NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at    BIGINT NOT NULL
);
CREATE INDEX session_account ON session (account_id);
CREATE TABLE token (
    id         {serial},
    digest     {bytes} NOT NULL UNIQUE,
    account_id BIGINT NOT NULL REFERENCES account (id),
    name       {text} NOT NULL,
    scopes     {text} NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    revoked    BIGINT NOT NULL
);
-- Failed sign-ins, by account name and by address, as keyed digests.
CREATE TABLE attempt (
    subject    {bytes} PRIMARY KEY,
    failures   BIGINT NOT NULL,
    blocked_until BIGINT NOT NULL,
    failed_at  BIGINT NOT NULL
);
