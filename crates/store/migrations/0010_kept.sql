-- What a channel remembers until it is done with it: dialogues, parts of messages.
CREATE TABLE kept (
    room {text} NOT NULL,
    key  {text} NOT NULL,
    body {text} NOT NULL,
    PRIMARY KEY (room, key)
) {clustered};
