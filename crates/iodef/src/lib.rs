//! Incident exchange: RFC 7970 XML and RFC 8727 JSON.
