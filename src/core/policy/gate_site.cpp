// Gates 8 and 9: what the site asks for by rule, approval and justification.
#include "core/policy/gates.h"
#include "core/policy/grants.h"
#include "core/policy/triggers.h"

namespace exeat::policy {
namespace {

/// POLICY.md gate 8: `download` of original, version, conversion; of attachment while
/// `site.attachments_count_as_original`; of detail of one of these.
bool asks_for_approval(const Walk& walk) {
    if (!walk.downloads(k_payload_and_detail)) return false;
    const FileClass behind = walk.file.file_class == FileClass::detail ? walk.file.of : walk.file.file_class;
    return behind != FileClass::attachment || walk.facts.site->attachments_count_as_original;
}

/// POLICY.md gate 9: `download` of original, version; of a conversion whose preset is `not_smaller` while
/// `site.conversions_count_as_original`; of attachment while `site.attachments_count_as_original`.
bool asks_for_justification(const Walk& walk) {
    if (walk.downloads({FileClass::original, FileClass::version})) return true;
    const Site& site = *walk.facts.site;
    if (walk.downloads({FileClass::conversion})) return walk.file.not_smaller && site.conversions_count_as_original;
    return walk.downloads({FileClass::attachment}) && site.attachments_count_as_original;
}

}  // namespace

Verdict approval_gate(const Walk& walk) {
    if (!asks_for_approval(walk)) return not_named();
    const Site& site = *walk.facts.site;
    // POLICY.md "Triggers": approval is in effect only while justification is.
    if (!are_in_effect(site.approval) || !are_in_effect(site.justification)) {
        return passed(Reason::triggers_not_in_effect, Source::site);
    }
    const TriggerMatch match = match_triggers(site.approval, walk.facts);
    if (!match.matches()) return passed(match.reason, match.who);
    if (const auto grant = find_grant(walk, Need::site_approval)) {
        return met(Reason::grant_in_force, Source::request, *grant);
    }
    return needed(match.reason, match.who);
}

Verdict justification_gate(const Walk& walk) {
    if (!asks_for_justification(walk)) return not_named();
    const Triggers& triggers = walk.facts.site->justification;
    if (!are_in_effect(triggers)) return passed(Reason::triggers_not_in_effect, Source::site);
    const TriggerMatch match = match_triggers(triggers, walk.facts);
    if (!match.matches()) return passed(match.reason, match.who);
    // POLICY.md gate 9: unless `accepted.justification`.
    if (walk.facts.accepted.justification) return met(Reason::justification_given, Source::accepted);
    return needed(match.reason, match.who);
}

}  // namespace exeat::policy
