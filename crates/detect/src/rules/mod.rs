//! Every rule, one file each.
