//! Documents exchanged with peers by the real program: nothing is lost, nothing goes where it may
//! not, nobody comes in who is no peer, and a hostile peer is alone with what it does.

mod certificates;
mod deliver;
mod desk;
mod hostile;
mod identity;
mod misp;
mod story;
mod trace;
mod wire;
