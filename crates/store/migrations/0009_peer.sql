-- Who documents are exchanged with.
CREATE TABLE peer (
    id           {serial},
    name         {text} NOT NULL UNIQUE,
    title        {text} NOT NULL,
    contact      {text} NOT NULL,
    url          {text} NOT NULL,
    assurance    BIGINT NOT NULL,
    certificates {text} NOT NULL,
    revocations  {text} NOT NULL,
    enabled      BIGINT NOT NULL,
    added_by     {text} NOT NULL,
    added_at     BIGINT NOT NULL,
    seen_at      BIGINT NOT NULL,
    error        {text} NOT NULL,
    error_at     BIGINT NOT NULL
);
-- What was agreed: which way, how, up to which label, for what, without what, until when.
CREATE TABLE agreement (
    id        {serial},
    peer_id   BIGINT NOT NULL,
    direction {text} NOT NULL,
    via       {text} NOT NULL,
    form      {text} NOT NULL,
    tlp       {text} NOT NULL,
    purposes  {text} NOT NULL,
    redact    {text} NOT NULL,
    until_at  BIGINT NOT NULL,
    made_by   {text} NOT NULL,
    made_at   BIGINT NOT NULL,
    UNIQUE (peer_id, direction, via)
);
-- Where fetching from a peer goes on.
CREATE TABLE peer_cursor (
    peer_id   BIGINT NOT NULL,
    via       {text} NOT NULL,
    place     {text} NOT NULL,
    polled_at BIGINT NOT NULL,
    PRIMARY KEY (peer_id, via)
);
-- Documents on their way out, in the order in which each peer gets them.
CREATE TABLE share (
    id          {serial},
    peer_id     BIGINT NOT NULL,
    incident_id BIGINT NOT NULL,
    revision    BIGINT NOT NULL,
    via         {text} NOT NULL,
    form        {text} NOT NULL,
    tlp         {text} NOT NULL,
    purpose     {text} NOT NULL,
    document    {text} NOT NULL,
    title       {text} NOT NULL,
    mark        {text} NOT NULL,
    digest      {text} NOT NULL,
    salt        {bytes} NOT NULL,
    policy      {text} NOT NULL,
    redacted    {text} NOT NULL,
    body        {text} NOT NULL,
    state       {text} NOT NULL,
    attempts    BIGINT NOT NULL,
    next_at     BIGINT NOT NULL,
    error       {text} NOT NULL,
    made_by     {text} NOT NULL,
    made_at     BIGINT NOT NULL,
    done_at     BIGINT NOT NULL,
    UNIQUE (peer_id, via, incident_id, revision)
);
CREATE INDEX share_waiting ON share (peer_id, via, id) WHERE state = 'waiting';
CREATE INDEX share_of_peer ON share (peer_id, via, id);
CREATE INDEX share_mark ON share (peer_id, mark) WHERE mark <> '';
CREATE INDEX share_state ON share (state, id);
-- Documents that came in.
CREATE TABLE receipt (
    id          {serial},
    peer_id     BIGINT NOT NULL,
    via         {text} NOT NULL,
    form        {text} NOT NULL,
    tlp         {text} NOT NULL,
    document    {text} NOT NULL,
    revision    {text} NOT NULL,
    title       {text} NOT NULL,
    digest      {text} NOT NULL,
    salt        {bytes} NOT NULL,
    policy      {text} NOT NULL,
    body        {text} NOT NULL,
    state       {text} NOT NULL,
    error       {text} NOT NULL,
    report      {text} NOT NULL,
    callback    {text} NOT NULL,
    address     {text} NOT NULL,
    received_at BIGINT NOT NULL,
    done_at     BIGINT NOT NULL,
    UNIQUE (peer_id, digest)
);
CREATE INDEX receipt_new ON receipt (id) WHERE state = 'new';
CREATE INDEX receipt_document ON receipt (document, revision);
