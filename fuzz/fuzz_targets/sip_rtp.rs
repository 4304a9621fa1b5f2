//! Packets of RTP that are read are read again as they are written; digits and recordings are found in any bytes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use watchbell_formats::sip::rtp::{Detector, Event, Packet, wav};

fuzz_target!(|data: &[u8]| {
    if let Ok(samples) = wav(data) {
        assert!(samples.len() <= data.len());
    }
    let mut detector = Detector::default();
    let mut digits = 0;
    for piece in data.chunks(16) {
        let Ok(packet) = Packet::read(piece) else { continue };
        assert_eq!(Packet::read(&packet.write()), Ok(packet));
        digits += usize::from(detector.take(&packet).is_some());
        // The same again is never another digit.
        assert_eq!(detector.take(&packet), None);
        if let Some(event) = Event::read(packet.payload) {
            assert_eq!(Event::read(&event.write()), Some(event));
        }
    }
    assert!(digits <= data.len() / 16 + 1);
});
