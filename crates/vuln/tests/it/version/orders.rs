//! Reference orders from each ecosystem's own documentation.

use std::cmp::Ordering;

use watchbell_vuln::version::Scheme;

/// Each row is one scheme and versions that rise; versions in one group are equal.
const RISING: &[(Scheme, &[&[&str]])] = &[
    // semver.org, clause 11.
    (
        Scheme::Semver,
        &[
            &["0", "0.0", "v0.0.0"],
            &["0.9.9"],
            &["1.0.0-0.3.7"],
            &["1.0.0-alpha", "v1.0.0-alpha+001"],
            &["1.0.0-alpha.1"],
            &["1.0.0-alpha.beta"],
            &["1.0.0-beta", "1-beta"],
            &["1.0.0-beta.2"],
            &["1.0.0-beta.11"],
            &["1.0.0-rc.1"],
            &["1.0.0-x-y-z.--"],
            &[
                "1.0.0",
                "1",
                "1.0",
                "v1.0.0+20130313144700",
                "1.0.0.0",
                "01.00.000",
            ],
            &["1.0.0.1"],
            &["1.9.0"],
            &["1.10.0"],
            &["2.0.0"],
            &["2.1.0"],
            &["2.1.1"],
            &["99999999999999999999999.999999999999999999.99999999999999999"],
            &["100000000000000000000000.0.0"],
        ],
    ),
    // rpm's own tests of rpmvercmp.
    (
        Scheme::Rpm,
        &[
            &["1.0~rc1~git123"],
            &["1.0~rc1"],
            &["1.0~rc1^git1"],
            &["1.0~rc2"],
            &["1.0", "1.0.", "1_0", "0:1.0"],
            &["1.0^", "1.0^."],
            &["1.0^git1~pre"],
            &["1.0^git1"],
            &["1.0^git2"],
            &["1.0a"],
            &["1.0aa"],
            &["1.0b"],
            &["1.0.1"],
            &["1.1"],
            &["2.0", "2_0", "2.0000"],
            &["2.0.1"],
            &["2.0.1a"],
            &["5.0"],
            &["5.5p1"],
            &["5.5p2"],
            &["5.5p10"],
            &["5.6.0"],
            &["10.0001", "10.1", "10.0000001"],
            &["20101121"],
            &["20101122"],
            &["1:0.1"],
            &["2:0"],
        ],
    ),
    (
        Scheme::Rpm,
        &[
            &["4.18.0"],
            &["4.18.0-348.el8"],
            &["0:4.18.0-372.91.1.el8_6", "4.18.0-372.91.1.el8_6"],
            &["4.18.0-372.91.2.el8_6"],
            &["4.18.0-372.100.1.el8_6"],
            &["5.14.0-1.el9"],
            &["8020020231128165246.4cda2c84"],
            &["8060020240329182634.60523a7b"],
        ],
    ),
    // deb-version(7) and dpkg's own tests.
    (
        Scheme::Deb,
        &[
            &["0~~"],
            &["0~~a"],
            &["0~"],
            &["0", "0:0", "0-0", "0:0-00"],
            &["0a"],
            &["1.0~~"],
            &["1.0~beta1~svn1245"],
            &["1.0~beta1"],
            &["1.0", "1.0-0", "1.00"],
            &["1.0-0ubuntu1"],
            &["1.0-1~bpo10+1"],
            &["1.0-1"],
            &["1.0-1+b1"],
            &["1.0-1.1"],
            &["1.0a"],
            &["1.0+git1-1"],
            &["1.2.3"],
            &["1.2.3-1"],
            &["1.2.24"],
            &["1:0.1"],
            &["1:0.4-1"],
            &["2:0-0"],
        ],
    ),
    // Maven's POM reference and the tests of ComparableVersion.
    (
        Scheme::Maven,
        &[
            &["1-alpha2snapshot"],
            &["1-alpha2", "1-a2", "1.0-alpha-2"],
            &["1-alpha-123"],
            &["1-beta-2", "1b2"],
            &["1-beta123"],
            &["1-m2", "1-milestone-2"],
            &["1-m11"],
            &["1-rc"],
            &["1-cr2", "1-rc2"],
            &["1-rc123"],
            &["1-SNAPSHOT", "1.0.0-snapshot"],
            &[
                "1",
                "1.0",
                "1.",
                "1-",
                "1-0",
                "1.0-0",
                "1.ga",
                "1-final",
                "1.0.RELEASE",
                "1.0.0-0.0.0",
            ],
            &["1.0.final-redhat"],
            &["1-sp", "1.0.0.sp"],
            &["1.0-sp1-redhat"],
            &["1-sp2"],
            &["1-sp123"],
            &["1-abc", "1.abc", "1abc"],
            &["1-def"],
            &["1-foo", "1.0.0-foo.0.0"],
            &["1-foo2"],
            &["1-foo10"],
            &["1-pom-1"],
            &["1-1-snapshot"],
            &["1-1", "1-ga-1"],
            &["1-2"],
            &["1-123"],
            &["1.1"],
            &["2.0"],
            &["2.0.a"],
            &["2-1"],
            &["2.0.2"],
            &["2.0.123"],
            &["2.1.0"],
            &["2.1-a"],
            &["2.1b"],
            &["2.1-c"],
            &["2.1-1"],
            &["2.1.0.1"],
            &["2.2"],
            &["2.123"],
            &["11.a2"],
            &["11.a11"],
            &["11.b2"],
            &["11.b11"],
            &["11.m2"],
            &["11.m11"],
            &["11"],
            &["11.a"],
            &["11b"],
            &["11c"],
            &["11m"],
            &["20190126.230843"],
            &["10000000000000000000000000000000000000000"],
        ],
    ),
    // MNG-5568, MNG-6964, MNG-7644.
    (
        Scheme::Maven,
        &[&["6.1.0rc3"], &["6.1.0"], &["6.1H.5-beta"]],
    ),
    (Scheme::Maven, &[&["1-0.alpha"], &["1-0.beta"], &["1"]]),
    (
        Scheme::Maven,
        &[&["1.0.0.RC1"], &["1.0.0-RC2"], &["1.0.0.RC3"]],
    ),
    (Scheme::Maven, &[&["2.0.x", "2-x", "2.0.0.x"], &["2.0.1"]]),
    (
        Scheme::Maven,
        &[&["7.3.10"], &["7.3.10-dxp-2"], &["7.4.13"]],
    ),
    // PEP 440, "Summary of permitted suffixes and relative ordering" and "Normalization".
    (
        Scheme::Python,
        &[
            &["0"],
            &["1.dev0", "1.0.DEV", "v1-dev", " 1.0.0.dev0 "],
            &["1.0.dev456"],
            &["1.0a1.dev1"],
            &["1.0a1", "1.0.a.1", "1.0-ALPHA_1", "1.0alpha1", "1.0a01"],
            &["1.0a2.dev456"],
            &["1.0a12.dev456"],
            &["1.0a12"],
            &["1.0b1.dev456"],
            &["1.0b2"],
            &["1.0b2.post345.dev456"],
            &["1.0b2.post345", "1.0b2-345", "1.0b2.rev345", "1.0b2-r345"],
            &["1.0rc1.dev456"],
            &["1.0rc1", "1.0c1", "1.0-preview1", "1.0pre1"],
            &["1.0", "1", "1.0.0", "0!1.0"],
            &["1.0+abc.5"],
            &["1.0+abc.7", "1.0+ABC-7"],
            &["1.0+5"],
            &["1.0+5.0"],
            &["1.0.post456.dev34"],
            &["1.0.post456", "1.0-456"],
            &["1.0.15"],
            &["1.1.dev1"],
            &["3.13.0a1"],
            &["3.13.0"],
            &["2013.10"],
            &["1!0.5"],
            &["1!1.0"],
            &["2!0"],
        ],
    ),
    // The fixtures of node-semver.
    (
        Scheme::Npm,
        &[
            &["0.0.0foo", "v0.0.0-foo", "0.0.0-foo"],
            &["0.0.0", "=0.0.0", "= v0.0.0"],
            &["0.9.0"],
            &["0.10.0"],
            &["0.99.0"],
            &["1.2.3-4"],
            &["1.2.3-4-foo"],
            &["1.2.3-a.5"],
            &["1.2.3-a.10"],
            &["1.2.3-a.b"],
            &["1.2.3-a.b.c.5.d.100"],
            &["1.2.3-a.b.c.10.d.5"],
            &["1.2.3-asdf"],
            &["1.2.3-beta", "1.2.3beta", "=v1.2.3-beta+build"],
            &["1.2.3-r100"],
            &["1.2.3-r2"],
            &["1.2.3", "v1.2.3", "01.02.03", "1.2.3+build"],
            &["1.2.4"],
            &["2.0.0"],
            &["2.7.2", "2.7.2+asdf"],
            &["3.0.0"],
        ],
    ),
    (Scheme::Npm, &[&["1.2.3-R2"], &["1.2.3-r100"]]),
    // Gem::Version: its class documentation and tests.
    (
        Scheme::Gem,
        &[
            &["0.beta.1"],
            &["0", "0.0"],
            &["0.0.2"],
            &["0.9"],
            &["1.0.a.2", "1.a.2", "1.0.0.a2"],
            &["1.0.b1", "1.b1", "1.0.0.b.1"],
            &["1.0-a", "1.0.pre.a", "1.pre.a"],
            &["1.0.rc"],
            &["1.0", "1", "1.0.0"],
            &["1.8.2.a"],
            &["1.8.2.a9"],
            &["1.8.2.a10"],
            &["1.8.2.b"],
            &["1.8.2"],
            &["1.10"],
            &["5.0.0.rc1", "5.rc1"],
            &["5.x"],
            &["5.0.0"],
            &["22.1.50.0.4"],
            &["22.1.50.0.5"],
        ],
    ),
    // Go modules reference, and the toolchain rules.
    (
        Scheme::Go,
        &[
            &["v0.0.0-20191109021931-daa7c04131f5"],
            &["v0.0.0-20200101000000-aaaaaaaaaaaa"],
            &["v0.0.0", "0.0.0"],
            &["v1.2.3-pre"],
            &["v1.2.3-pre.0.20200101000000-abcdefabcdef"],
            &["v1.2.3", "1.2.3"],
            &["v1.2.4-0.20191109021931-daa7c04131f5"],
            &["v1.2.4"],
            &["go1.20rc1", "1.20.0-rc.1"],
            &["go1.20", "go1.20.0", "1.20.0"],
            &["go1.20.1"],
            &["go1.21", "1.21.0-0"],
            &["go1.21beta1"],
            &["go1.21rc1"],
            &["go1.21rc2", "1.21.0-rc.2"],
            &["go1.21rc10"],
            &["go1.21.0", "1.21.0", "1.21"],
            &["go1.21.3", "v1.21.3", "go1.21.3-bigcorp"],
            &["go1.22rc1"],
            &["v2.0.0", "v2.0.0+incompatible"],
            &["v2.0.1+incompatible"],
        ],
    ),
    (
        Scheme::Nuget,
        &[
            &["1.0.0-ALPHA", "1.0.0-alpha"],
            &["1.0.0-Beta.2"],
            &["1.0.0-beta.10"],
            &["1.0", "1.0.0.0", "1.0.0+meta"],
            &["1.0.0.1"],
        ],
    ),
    // apk-tools' own tests of versions, and its order of suffixes.
    (
        Scheme::Apk,
        &[
            &["0.01"],
            &["0.1_alpha"],
            &["0.1_alpha1"],
            &["0.1_beta"],
            &["0.1_pre2"],
            &["0.1_rc1"],
            &["0.1"],
            &["0.1-r1"],
            &["0.1-r10"],
            &["0.1_git20200101"],
            &["0.1_p1_pre2"],
            &["0.1_p1"],
            &["0.1_p1-r1"],
            &["0.1_p2"],
            &["0.1a"],
            &["0.1b-r3"],
            &["0.1.0"],
            &["0.1.05"],
            &["0.1.1"],
            &["0.9"],
            &["0.10"],
            &["1.0.2q-r0"],
            &["1.0.2r-r0"],
            &["6.5_p20250503-r0"],
            &["20200712-r0"],
        ],
    ),
    // Composer's normalisation, and the order of PHP's `version_compare`.
    (
        Scheme::Composer,
        &[
            &["1.0.0-dev", "1.0-dev", "v1.0.0.0-dev"],
            &["1.0.0-alpha", "1.0a"],
            &["1.0.0-alpha2", "1.0.0a2", "1.0.0-alpha.2"],
            &["1.0.0-beta1-dev"],
            &["1.0.0-beta1", "1.0.0b1", "1.0_beta_1"],
            &["1.0.0-beta10"],
            &["1.0.0-RC1", "1.0.0-rc1", "1.0rc1"],
            &["1.0.0", "v1.0", "1", "1.0.0.0", "1.0-stable", "1.0+build.7"],
            &["1.0.0-patch1", "1.0.0-p1", "1.0pl1"],
            &["1.0.0.1"],
            &["1.0.1-alpha"],
            &["1.0.1"],
            &["1.10"],
        ],
    ),
    // The heuristic: its own rules, on versions of real records.
    (
        Scheme::Custom,
        &[
            &["1.0.0-dev", "V1.0-SNAPSHOT"],
            &["1.0 alpha"],
            &["1.0a1"],
            &["1.0-beta2", "1.0b2"],
            &["1.0 rc1"],
            &["1.0", "1.0.0", "version 1", "v1.0.0.0", "1.0 final"],
            &["1.0.2"],
            &["1.0.2a"],
            &["1.0.2b"],
            &["1.0.2 patch 1", "1.0.2-p1"],
            &["1.0.2 patch 10"],
            &["1.0.2.1"],
            &["20.4R3"],
            &["20.4R3-S9"],
            &["20.4R3-S10"],
            &["21.1R1"],
        ],
    ),
];

#[test]
fn versions_rise_as_their_ecosystems_say() {
    for (scheme, groups) in RISING {
        let rising: Vec<(usize, &str)> = groups
            .iter()
            .enumerate()
            .flat_map(|(place, group)| group.iter().map(move |version| (place, *version)))
            .collect();
        for (left, a) in &rising {
            for (right, b) in &rising {
                let order = scheme
                    .compare(a, b)
                    .unwrap_or_else(|error| panic!("{error}"));
                assert_eq!(order, left.cmp(right), "{scheme}: {a:?} to {b:?}");
            }
        }
    }
}

#[test]
fn commits_are_the_same_or_have_no_order() {
    let full = "e83c5163316f89bfbde7d9ab23ca2e25604af290";
    for same in [full, "e83c516", "E83C5163316F"] {
        assert_eq!(Scheme::Git.compare(full, same), Ok(Ordering::Equal));
        assert_eq!(Scheme::Git.compare(same, full), Ok(Ordering::Equal));
    }
    let error = Scheme::Git.compare(full, "e83c517").expect_err("no order");
    assert_eq!(error.reason, watchbell_vuln::version::Reason::NoOrder);
    for refused in ["e83c51", "master", &"a".repeat(65)] {
        assert!(Scheme::Git.compare(refused, refused).is_err(), "{refused}");
    }
}

#[test]
fn rpm_leaves_a_missing_release_open() {
    for (a, b, open) in [
        ("1.0", "1.0-5", true),
        ("0:1.0-5.el9", "1.0", true),
        ("1.0-1", "1.0-2", false),
        ("1.0", "1.0", false),
        ("1.0", "1.1-1", false),
        ("1:1.0", "1.0-1", false),
        ("", "1.0-1", false),
    ] {
        assert_eq!(Scheme::Rpm.is_open(a, b), open, "{a:?} {b:?}");
        assert_eq!(Scheme::Rpm.is_open(b, a), open, "{b:?} {a:?}");
    }
    assert!(!Scheme::Deb.is_open("1.0", "1.0-5"));
}
