//! Each rule on a text that keeps it and on one that breaks it.

use super::*;
