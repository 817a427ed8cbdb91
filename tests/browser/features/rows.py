"""Each feature that the comparison of features calls a must, by its exact name, and the test that does it."""

from collections.abc import Mapping

REFERRALS: Mapping[str, str] = {
    "Saved draft": "test_what_was_typed_is_there_when_somebody_comes_back_later",
    "Receiver accepts / declines": "test_a_partner_accepts_one_and_declines_another_and_the_lead_reads_both",
    "Coded decline reason": "test_a_decline_needs_a_reason_from_the_list_and_the_lead_reads_it",
    "Decline says whose choice (client or provider)": "test_a_decline_says_whose_choice_it_is",
    "Ask for more information without declining": "test_a_question_stops_the_clock_and_the_reply_starts_it",
    "Waiting list / hold": "test_somebody_waits_for_a_place_and_is_offered_the_next",
    "Withdraw with coded reason": "test_the_lead_withdraws_with_a_reason_and_the_partner_stops",
    "Un-accept / hand back": "test_what_was_accepted_is_handed_back_and_waits_unplaced",
    "Several offers tracked under one need": "test_two_partners_work_under_one_need",
    "Guard against duplicate live referral": "test_a_second_live_offer_to_the_same_partner_is_refused",
    "Team queue, not a named person": "test_whoever_of_the_team_is_there_takes_it_from_the_queue",
    "Race-safe accept (lock/version)": "test_of_two_who_accept_the_second_reads_who_was_quicker",
    "From→to table with actor per transition": "test_each_side_has_the_buttons_of_its_moves_and_no_others",
    "Snapshot of what was sent": "test_the_partner_reads_what_was_sent_whatever_changed_since",
    "Eligibility check before the long form": "test_who_cannot_help_is_told_before_anything_long_is_written",
    "Referrer↔partner messages on the referral": "test_each_side_reads_what_the_other_writes",
    "Deadline clock per referral": "test_a_clock_says_in_words_what_is_due_when_and_what_then",
    "Reminder to a silent partner": "test_a_silent_partner_is_reminded",
    "Escalation to a third person": "test_managers_are_told_of_what_was_not_done",
    "Automatic expiry / return": "test_what_nobody_answers_returns_to_the_lead",
    "Outcome needed to close": "test_nothing_is_finished_without_its_outcome",
    "Working-day calendar": "test_what_falls_on_a_holiday_is_due_on_the_next_working_day",
    "Look-alike-safe reference number": "test_a_reference_is_found_in_lower_case_and_has_no_look_alikes",
}
RISK: Mapping[str, str] = {
    "Risk level required on referral": "test_nothing_is_sent_before_the_risk_is_assessed",
    "Risk drives deadline": "test_high_risk_is_due_sooner_than_standard",
    "Risk/priority orders the queue": "test_high_risk_stands_first_in_every_queue",
    "Risk change after sending alerts partner": "test_a_partner_is_told_of_a_risk_that_changed_after_sending",
    "Restricted records": "test_a_restricted_record_is_missing_for_everybody_outside_its_team",
    "MARAC threshold prompt": "test_an_assessment_at_the_threshold_prompts_for_marac",
}
CONSENT: Mapping[str, str] = {
    "Consent recorded and gates sending": "test_nothing_is_sent_before_consent_is_recorded",
    "Consent per partner": "test_a_yes_for_one_partner_is_none_for_another",
    "Consent per field or category": "test_what_was_not_agreed_does_not_leave",
    "Other lawful basis recorded": "test_a_ground_in_law_is_recorded_in_the_place_of_consent",
    "Override with reason and reviewer": "test_a_guard_is_set_aside_with_a_reason_and_reviewed",
    "Withdrawal reaches the partner and is confirmed": "test_a_withdrawal_closes_the_offer_and_the_partner_confirms",
    "Safe-contact rules per channel": "test_each_channel_is_open_or_closed_by_its_own_rule",
}
PARTNERS: Mapping[str, str] = {
    "Service directory (area, eligibility)": "test_the_directory_finds_services_by_need_and_area",
    "Capacity / paused switch": "test_a_paused_service_is_not_offered_and_a_full_one_stands_lower",
    "Who may refer to whom": "test_a_partner_refers_to_the_lead_and_to_nobody_else",
    "Partner manages its own users": "test_a_manager_invites_a_colleague_and_closes_an_account",
    "Tenant isolation": "test_another_partner_meets_the_answer_of_a_missing_record",
    "Lead + sub-contractors": "test_the_lead_delivers_to_a_partner_without_an_account_and_records_its_answers",
    "Partner response-time report": "test_answers_are_counted_in_the_report_of_partners",
}
CONTACTS: Mapping[str, str] = {
    "Quick contact log": "test_a_contact_is_logged_on_one_screen_and_stands_on_the_own_site",
    "Draft / autosave": "test_a_contact_that_is_half_written_waits_for_its_author",
    "Attempted but not reached": "test_an_attempt_that_reached_nobody_is_logged_as_one",
    "Follow-up tasks": "test_a_call_back_stands_under_due_until_it_is_done",
    "Contact becomes a referral in one step": "test_save_and_refer_leads_into_the_referral_with_what_was_said",
}
ON_SITE: Mapping[str, str] = {
    "Ward rounds": "test_a_ward_round_is_planned_and_logged_in_two_presses",
    "Training given to host staff": "test_a_training_is_logged_with_who_came_by_role",
}
HOST_SITES: Mapping[str, str] = {
    "Host site register and readiness checklist": "test_a_site_is_added_with_every_gate_and_says_how_far_it_is",
    "Vetting / DBS with expiry": "test_a_check_runs_out_on_a_day_that_everybody_reads_ahead",
    "Honorary contract tracker": "test_an_honorary_contract_stands_with_its_site_and_its_last_day",
    "Placement blocked when a check has lapsed": "test_whose_check_has_lapsed_is_paused_there_and_reads_why",
}
ROOMS: Mapping[str, str] = {
    "Desk / room booking": "test_a_room_is_booked_once_and_the_second_is_told",
    "Recurring booking with conflicts shown": (
        "test_a_series_of_bookings_shows_every_conflict_before_anything_is_saved"
    ),
    "Confidential-room rule": "test_a_confidential_conversation_is_put_in_a_private_room_alone",
}
ROTA: Mapping[str, str] = {
    "Leave releases the desk and flags the gap": "test_leave_frees_the_desk_and_the_ward_that_it_leaves_is_named",
    "Rota with cover": "test_a_shift_that_falls_is_covered_by_who_could_and_agrees",
}
OFFLINE: Mapping[str, str] = {
    "Works offline": "test_trials.py::test_three_contacts_arrive_exactly_once_and_the_browser_holds_no_word_of_them",
}
"""Tried beside the offline log itself, in a browser whose server dies."""
ARRIVED: Mapping[str, str] = {
    "Sync conflicts shown to the user": "test_what_arrived_and_does_not_fit_is_shown_to_its_author_and_mended",
}
TESTS: Mapping[str, str] = {
    **REFERRALS,
    **RISK,
    **CONSENT,
    **PARTNERS,
    **CONTACTS,
    **ON_SITE,
    **HOST_SITES,
    **ROOMS,
    **ROTA,
    **ARRIVED,
}
"""All of them, in the order in which the combinations take turns."""
