//! Numbers as ECMAScript writes them (RFC 8785 section 3.2.2.3).

use super::Error;

/// The integers a double holds without a gap end here.
const MAX_SAFE: u64 = 1 << 53;

/// Writes a double.
pub(super) fn write(out: &mut Vec<u8>, value: f64) -> Result<(), Error> {
    if !value.is_finite() {
        return Err(Error::NotFinite { value });
    }
    // Minus zero is written without its sign.
    if value == 0.0 {
        out.push(b'0');
        return Ok(());
    }
    if value < 0.0 {
        out.push(b'-');
    }
    let (digits, exponent) = shortest(value.abs());
    // ECMA-262 Number::toString, where `exponent` is its n: the number of digits before the decimal point.
    let length = digits.len() as i32;
    match exponent {
        n if length <= n && n <= 21 => {
            out.extend_from_slice(digits.as_bytes());
            out.resize(out.len() + (n - length) as usize, b'0');
        }
        n if 0 < n && n <= 21 => {
            let (whole, part) = digits.split_at(n as usize);
            out.extend_from_slice(whole.as_bytes());
            out.push(b'.');
            out.extend_from_slice(part.as_bytes());
        }
        n if -6 < n && n <= 0 => {
            out.extend_from_slice(b"0.");
            out.resize(out.len() + (-n) as usize, b'0');
            out.extend_from_slice(digits.as_bytes());
        }
        n => {
            let (first, rest) = digits.split_at(1);
            out.extend_from_slice(first.as_bytes());
            if !rest.is_empty() {
                out.push(b'.');
                out.extend_from_slice(rest.as_bytes());
            }
            out.extend_from_slice(format!("e{:+}", n - 1).as_bytes());
        }
    }
    Ok(())
}

/// Writes an integer, unless its spelling as a double would be that of another integer.
pub(super) fn write_integer(
    out: &mut Vec<u8>,
    magnitude: u128,
    negative: bool,
) -> Result<(), Error> {
    let exact = format!("{}{magnitude}", if negative { "-" } else { "" });
    if magnitude > u128::from(MAX_SAFE) {
        let mut spelling = Vec::new();
        let double = magnitude as f64;
        write(&mut spelling, if negative { -double } else { double })?;
        if spelling != exact.as_bytes() {
            return Err(Error::Inexact { value: exact });
        }
    }
    out.extend_from_slice(exact.as_bytes());
    Ok(())
}

/// Returns the fewest digits that read back as the same double, and where the decimal point goes.
fn shortest(value: f64) -> (String, i32) {
    let shortest = format!("{value:e}");
    // Where two digit strings of that length are equally near, the standard library may take either and ECMAScript the even
    // one ("Note 2"). Rounding to a given number of digits does round to even.
    let digits = shortest
        .bytes()
        .take_while(|byte| *byte != b'e')
        .filter(u8::is_ascii_digit)
        .count();
    let even = format!("{value:.*e}", digits - 1);
    let written = if even.parse() == Ok(value) {
        even
    } else {
        shortest
    };
    let (mantissa, exponent) = written.split_once('e').unwrap_or((&written, "0"));
    let digits: String = mantissa.chars().filter(|c| *c != '.').collect();
    (
        digits.trim_end_matches('0').to_owned(),
        exponent.parse::<i32>().unwrap_or(0) + 1,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 8785 appendix B.
    #[test]
    fn the_samples_of_the_rfc() {
        for (bits, expected) in [
            (0x0000_0000_0000_0000, "0"),
            (0x8000_0000_0000_0000, "0"),
            (0x0000_0000_0000_0001, "5e-324"),
            (0x8000_0000_0000_0001, "-5e-324"),
            (0x7fef_ffff_ffff_ffff, "1.7976931348623157e+308"),
            (0xffef_ffff_ffff_ffff, "-1.7976931348623157e+308"),
            (0x4340_0000_0000_0000, "9007199254740992"),
            (0xc340_0000_0000_0000, "-9007199254740992"),
            (0x4430_0000_0000_0000, "295147905179352830000"),
            (0x44b5_2d02_c7e1_4af5, "9.999999999999997e+22"),
            (0x44b5_2d02_c7e1_4af6, "1e+23"),
            (0x44b5_2d02_c7e1_4af7, "1.0000000000000001e+23"),
            (0x444b_1ae4_d6e2_ef4e, "999999999999999700000"),
            (0x444b_1ae4_d6e2_ef4f, "999999999999999900000"),
            (0x444b_1ae4_d6e2_ef50, "1e+21"),
            (0x3eb0_c6f7_a0b5_ed8c, "9.999999999999997e-7"),
            (0x3eb0_c6f7_a0b5_ed8d, "0.000001"),
            (0x41b3_de43_5555_5553, "333333333.3333332"),
            (0x41b3_de43_5555_5554, "333333333.33333325"),
            (0x41b3_de43_5555_5555, "333333333.3333333"),
            (0x41b3_de43_5555_5556, "333333333.3333334"),
            (0x41b3_de43_5555_5557, "333333333.33333343"),
            (0xbecb_f647_612f_3696, "-0.0000033333333333333333"),
            (0x4314_3ff3_c1cb_0959, "1424953923781206.2"),
        ] {
            let mut out = Vec::new();
            write(&mut out, f64::from_bits(bits)).expect("finite");
            assert_eq!(String::from_utf8_lossy(&out), expected, "{bits:016x}");
        }
        for bits in [0x7fff_ffff_ffff_ffff, 0x7ff0_0000_0000_0000] {
            assert!(matches!(
                write(&mut Vec::new(), f64::from_bits(bits)),
                Err(Error::NotFinite { .. })
            ));
        }
    }

    #[test]
    fn every_spelling_reads_back() {
        let mut state = 1_u64;
        for _ in 0..200_000 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let value = f64::from_bits(state);
            if value.is_finite() {
                let mut out = Vec::new();
                write(&mut out, value).expect("finite");
                let read: f64 = String::from_utf8_lossy(&out).parse().expect("a number");
                assert_eq!(read, value);
            }
        }
    }
}
