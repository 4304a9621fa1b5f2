-- TAXII 2.1: what is offered, to be fetched in the order in which it was added.
CREATE TABLE taxii_root (
    name        {text} PRIMARY KEY,
    title       {text} NOT NULL,
    description {text} NOT NULL,
    max_bytes   BIGINT NOT NULL
);
CREATE TABLE taxii_collection (
    key         {serial},
    root        {text} NOT NULL,
    id          {text} NOT NULL,
    title       {text} NOT NULL,
    description {text} NOT NULL,
    alias       {text} NOT NULL,
    can_read    BIGINT NOT NULL,
    can_write   BIGINT NOT NULL,
    media_types {text} NOT NULL,
    last_added  BIGINT NOT NULL,
    UNIQUE (root, id)
);
-- version is 0 for what has none; newest marks what is given where nothing else was asked for.
CREATE TABLE taxii_object (
    seq          {serial},
    collection   BIGINT NOT NULL,
    added_at     BIGINT NOT NULL,
    id           {text} NOT NULL,
    kind         {text} NOT NULL,
    spec         {text} NOT NULL,
    version      BIGINT NOT NULL,
    version_text {text} NOT NULL,
    newest       BIGINT NOT NULL,
    body         {text} NOT NULL,
    UNIQUE (collection, id, version)
);
CREATE INDEX taxii_object_added ON taxii_object (collection, added_at, seq);
CREATE INDEX taxii_object_newest ON taxii_object (collection, added_at, seq) WHERE newest = 1;
CREATE INDEX taxii_object_kind ON taxii_object (collection, kind, added_at, seq) WHERE newest = 1;
CREATE TABLE taxii_status (
    root    {text} NOT NULL,
    id      {text} NOT NULL,
    body    {text} NOT NULL,
    made_at BIGINT NOT NULL,
    PRIMARY KEY (root, id)
);
CREATE INDEX taxii_status_made_at ON taxii_status (made_at);
