// What the policy answers: the outcome, what is needed, the state of requests, the watermark, how long the answer is
// good, and the trace of the gates behind it. Made by decide(), read by everybody who serves or shows anything. Refuses
// to know sentences: core/words makes them of the codes in a trace.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/policy/words.h"
#include "core/vocabulary/instant.h"

namespace exeat::policy {

/// POLICY.md, "The gates, in order".
enum class Gate : std::uint8_t {
    entry = 1,  // account / link
    visible,
    lifecycle,
    capability,
    offered,
    lock,
    protection,
    approval,
    justification,
    terms,
    quota,
};

enum class StepResult : std::uint8_t {
    not_asked,  // the gate does not name this action, file or person
    passed,
    met,   // it asked for something, and that was there
    need,  // it asks for something that is not there
    deny,
    hidden,
};

/// Where the value came from that decided at a gate.
enum class Source : std::uint8_t {
    wish,     // the action and the file that were asked for
    account,  // the principal's account: active, level, flags, groups
    role,     // the principal's place at the asset
    asset,
    folder,  // `index` counts from the nearest
    library,
    site,
    public_user,
    link,
    creator,   // the link's creator
    opener,    // the signed-in person who opened the link
    request,   // `index` into the requests
    accepted,  // what came with the delivery
    quota,
};

/// Which rule decided at a gate.
enum class Reason : std::uint8_t {
    not_named,  // any gate that does not name this action or file
    // 1 account / link
    account_in_order,
    link_in_order,
    nobody_signed_in,
    account_inactive,
    account_level_none,
    link_switched_off,
    link_not_started,
    link_ended,
    public_user_level_none,
    creator_missing,
    creator_inactive,
    creator_level_too_low,
    creator_flag_missing,
    // 2 visible
    member,
    visible_to_everyone,
    director_sees_all,
    administrator_owns_all,
    in_link,
    not_a_member,
    not_in_link,
    creator_not_a_member,
    // 3 lifecycle
    insider,
    available,
    not_published,
    not_yet_available,
    no_longer_available,
    // 4 capability
    capable,
    link_permits,
    level_too_low,
    flag_missing,
    role_too_low,
    action_not_through_link,
    link_without_comments,
    link_without_downloads,
    link_without_file,
    creator_may_not_download,
    public_user_level_too_low,
    link_without_metadata,
    // 5 offered
    offered,
    preset_unknown,
    not_offered,
    version_kept_inside,
    // 6 lock
    owner_is_free,
    unlocked,
    link_includes_protected,
    locked,
    viewers_must_ask,
    editors_only,
    not_able_to_edit,
    grant_in_force,
    // 7 protection
    unprotected,
    preset_stays_open,
    protected_on_request,
    // 8 and 9: triggers
    triggers_not_in_effect,
    no_trigger_matches,
    level_trigger,
    group_trigger,
    attribute_names_group,
    attribute_has_value,
    justification_given,
    administrator_exempt,
    // 10 terms
    no_terms,
    terms_accepted,
    terms_not_accepted,
    terms_of_other_version,
    // 11 quota
    needs_come_first,
    within_limits,
    link_used_up,
    quota_used_up,
    // only in an explanation, instead of what the asker may not know
    link_at_rest,
    site_rule,
};

template <>
inline constexpr std::array<std::string_view, 12> k_words<Gate>{"",           "entry",         "visible", "lifecycle",
                                                                "capability", "offered",       "lock",    "protection",
                                                                "approval",   "justification", "terms",   "quota"};
template <>
inline constexpr std::array<std::string_view, 6> k_words<StepResult>{"not_asked", "passed", "met",
                                                                     "need",      "deny",   "hidden"};
template <>
inline constexpr std::array<std::string_view, 14> k_words<Source>{
    "wish",        "account", "role",    "asset",  "folder",  "library",  "site",
    "public_user", "link",    "creator", "opener", "request", "accepted", "quota"};
template <>
inline constexpr std::array<std::string_view, 72> k_words<Reason>{
    "not_named",
    "account_in_order",
    "link_in_order",
    "nobody_signed_in",
    "account_inactive",
    "account_level_none",
    "link_switched_off",
    "link_not_started",
    "link_ended",
    "public_user_level_none",
    "creator_missing",
    "creator_inactive",
    "creator_level_too_low",
    "creator_flag_missing",
    "member",
    "visible_to_everyone",
    "director_sees_all",
    "administrator_owns_all",
    "in_link",
    "not_a_member",
    "not_in_link",
    "creator_not_a_member",
    "insider",
    "available",
    "not_published",
    "not_yet_available",
    "no_longer_available",
    "capable",
    "link_permits",
    "level_too_low",
    "flag_missing",
    "role_too_low",
    "action_not_through_link",
    "link_without_comments",
    "link_without_downloads",
    "link_without_file",
    "creator_may_not_download",
    "public_user_level_too_low",
    "link_without_metadata",
    "offered",
    "preset_unknown",
    "not_offered",
    "version_kept_inside",
    "owner_is_free",
    "unlocked",
    "link_includes_protected",
    "locked",
    "viewers_must_ask",
    "editors_only",
    "not_able_to_edit",
    "grant_in_force",
    "unprotected",
    "preset_stays_open",
    "protected_on_request",
    "triggers_not_in_effect",
    "no_trigger_matches",
    "level_trigger",
    "group_trigger",
    "attribute_names_group",
    "attribute_has_value",
    "justification_given",
    "administrator_exempt",
    "no_terms",
    "terms_accepted",
    "terms_not_accepted",
    "terms_of_other_version",
    "needs_come_first",
    "within_limits",
    "link_used_up",
    "quota_used_up",
    "link_at_rest",
    "site_rule",
};

/// What one gate said. `index` counts folders (nearest first) or requests where the source is one.
struct Step {
    Gate gate = Gate::entry;
    StepResult result = StepResult::not_asked;
    Reason reason = Reason::not_named;
    Source source = Source::wish;
    std::uint32_t index = 0;
};

/// The gates that were reached, in order. Kept in place: making one allocates nothing.
class Trace {
public:
    static constexpr std::size_t k_most = 11;

    void add(const Step& step) { steps_[size_++] = step; }
    [[nodiscard]] std::span<const Step> steps() const { return {steps_.data(), size_}; }

private:
    std::array<Step, k_most> steps_;
    std::uint8_t size_ = 0;
};

/// The answer. Everything but the trace and `state_request` is what "the same answer" means.
struct Decision {
    Outcome outcome = Outcome::hidden;
    Needs needs;
    std::optional<DeniedBy> denied_by;  // set when outcome is deny
    RequestState request_state = RequestState::none;
    bool can_request = false;
    bool watermarked = false;                    // serve proxies above 128 px with the padlock
    std::optional<std::uint32_t> state_request;  // which request `request_state` speaks of (its note is told)
    std::optional<Instant> good_until;           // the first instant at which the same facts answer otherwise
    Trace trace;
};

/// Whether two decisions answer the same: all but state_request, good_until and trace.
[[nodiscard]] bool same_answer(const Decision& one, const Decision& other);

}  // namespace exeat::policy
