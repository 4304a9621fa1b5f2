//! Rules that look at the content of a message.

mod account_notice;
mod account_threat;
mod adult;
mod advance_fee;
mod appointment;
mod bank_lure;
mod bidi_override;
mod brand_imitated;
mod charity;
mod code_delivered;
mod code_solicited;
mod contact_moved;
mod delivery_notice;
mod false_caller;
mod family_emergency;
mod fine_lure;
mod forged_documents;
mod gambling;
mod gift_card;
mod grant_lure;
mod hidden_characters;
mod investment;
mod job_scam;
mod leet_words;
mod link_mixed_script;
mod link_numeric_host;
mod link_odd_host;
mod link_package;
mod link_punycode;
mod link_role_words;
mod link_shortened;
mod link_target_differs;
mod link_userinfo;
mod loan;
mod malware_install;
mod mixed_scripts;
mod money_to_number;
mod over_length;
mod parcel_lure;
mod ping_call;
mod points_lure;
mod premium_number;
mod premium_short_code;
mod prize;
mod recorded_call;
mod refund_lure;
mod sextortion;
mod silent_call;
mod sim_swap;
mod spaced_words;
mod stacked_marks;
mod styled_letters;
mod support_scam;
mod tax_lure;
mod toll_lure;
mod unknown_charge;
mod urgent_callback;
mod utility_threat;

use super::Rule;

/// Every rule of this area, in the order in which they run.
pub(super) const ALL: &[Rule] = &[
    parcel_lure::RULE,
    toll_lure::RULE,
    tax_lure::RULE,
    bank_lure::RULE,
    account_threat::RULE,
    code_solicited::RULE,
    prize::RULE,
    loan::RULE,
    gambling::RULE,
    adult::RULE,
    job_scam::RULE,
    investment::RULE,
    family_emergency::RULE,
    money_to_number::RULE,
    contact_moved::RULE,
    refund_lure::RULE,
    charity::RULE,
    support_scam::RULE,
    sextortion::RULE,
    sim_swap::RULE,
    utility_threat::RULE,
    unknown_charge::RULE,
    points_lure::RULE,
    fine_lure::RULE,
    grant_lure::RULE,
    gift_card::RULE,
    forged_documents::RULE,
    urgent_callback::RULE,
    ping_call::RULE,
    recorded_call::RULE,
    false_caller::RULE,
    silent_call::RULE,
    brand_imitated::RULE,
    link_shortened::RULE,
    link_numeric_host::RULE,
    link_package::RULE,
    link_punycode::RULE,
    link_mixed_script::RULE,
    link_odd_host::RULE,
    link_role_words::RULE,
    link_target_differs::RULE,
    link_userinfo::RULE,
    premium_number::RULE,
    premium_short_code::RULE,
    advance_fee::RULE,
    malware_install::RULE,
    hidden_characters::RULE,
    mixed_scripts::RULE,
    spaced_words::RULE,
    leet_words::RULE,
    styled_letters::RULE,
    stacked_marks::RULE,
    bidi_override::RULE,
    over_length::RULE,
    code_delivered::RULE,
    appointment::RULE,
    delivery_notice::RULE,
    account_notice::RULE,
];
