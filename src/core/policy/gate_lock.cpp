// Gates 6 and 7: the lock and the protection, each found at the asset, its folders or its library.
#include <algorithm>

#include "core/policy/gates.h"
#include "core/policy/grants.h"
#include "core/policy/roles.h"

namespace exeat::policy {
namespace {

constexpr Actions k_changes{Action::edit, Action::update, Action::organise, Action::delete_};

template <class Setting>
struct Found {
    Setting value;
    Source source;
    std::uint32_t index;
};

/// POLICY.md gates 6 and 7: the first of asset, folders nearest first, library that is not `inherit`.
template <class Setting>
Found<Setting> effective(const Facts& facts, Setting Asset::* of_asset, Setting Folder::* of_folder,
                         Setting Library::* of_library) {
    if (facts.asset->*of_asset != Setting::inherit) return {facts.asset->*of_asset, Source::asset, 0};
    std::uint32_t index = 0;
    for (const Folder& folder : facts.folders) {
        if (folder.*of_folder != Setting::inherit) return {folder.*of_folder, Source::folder, index};
        ++index;
    }
    return {facts.library->*of_library, Source::library, 0};
}

/// POLICY.md gate 6: `download` and `share` are free for the owner; an editor when `unlocked`; an outsider when
/// `unlocked` and the library's `viewer_access` is `open`; an effective `include_protected`.
Verdict taking(const Walk& walk, const Found<Access>& access) {
    if (walk.role == Role::owner) return passed(Reason::owner_is_free, Source::role);
    if (includes_protected(walk.facts.link)) return passed(Reason::link_includes_protected, Source::link);
    if (access.value != Access::unlocked) return needed(Reason::locked, access.source, access.index);
    if (walk.outsider && walk.facts.library->viewer_access != ViewerAccess::open) {
        return needed(Reason::viewers_must_ask, Source::library);
    }
    return passed(Reason::unlocked, access.source, access.index);
}

/// POLICY.md gate 6: the other four are free for the owner, and an editor when `unlocked`, if able to edit.
Verdict changing(const Walk& walk, const Found<Access>& access) {
    if (walk.role < Role::editor) return needed(Reason::editors_only, Source::role);
    if (walk.role == Role::editor && access.value != Access::unlocked) {
        return needed(Reason::locked, access.source, access.index);
    }
    if (!is_able_to_edit(*walk.facts.principal)) return needed(Reason::not_able_to_edit, Source::account);
    if (walk.role == Role::owner) return passed(Reason::owner_is_free, Source::role);
    return passed(Reason::unlocked, access.source, access.index);
}

/// POLICY.md gate 7: a conversion whose preset is `open_when_protected` and which is not `not_smaller`; `custom` never
/// is.
bool stays_open(const Library& library, const File& file) {
    if (file.file_class != FileClass::conversion || file.not_smaller || file.preset == k_custom_preset) return false;
    return std::ranges::any_of(library.presets, [&file](const Preset& preset) {
        return preset.open_when_protected && preset.name == file.preset;
    });
}

}  // namespace

Verdict lock_gate(const Walk& walk) {
    const bool changes = k_changes.has(walk.action);
    if (!changes && walk.action != Action::share && !walk.downloads(k_payload_and_detail)) return not_named();
    const Found<Access> access = effective(walk.facts, &Asset::access, &Folder::access, &Library::access);
    const Verdict verdict = changes ? changing(walk, access) : taking(walk, access);
    if (verdict.result == StepResult::passed) return verdict;
    // POLICY.md gate 6, not free: a grant that meets `access_grant` passes, also for somebody not able to edit; else,
    // if the library's `access_actions` hold the action, needs `access_grant`; else deny `lock`.
    if (const auto grant = find_grant(walk, Need::access_grant)) {
        return met(Reason::grant_in_force, Source::request, *grant);
    }
    if (walk.facts.library->access_actions.has(walk.granted_action())) return verdict;
    return denied(DeniedBy::lock, verdict.reason, verdict.source, verdict.index);
}

Verdict protection_gate(const Walk& walk) {
    if (!walk.downloads(k_payload_and_detail)) return not_named();
    // POLICY.md gate 7: outsiders only.
    if (!walk.outsider) return passed(Reason::insider, Source::role);
    const Found<Protection> protection =
        effective(walk.facts, &Asset::protection, &Folder::protection, &Library::protection);
    if (protection.value == Protection::open) return passed(Reason::unprotected, protection.source, protection.index);
    if (stays_open(*walk.facts.library, walk.file)) return passed(Reason::preset_stays_open, Source::library);
    if (includes_protected(walk.facts.link)) return passed(Reason::link_includes_protected, Source::link);
    if (const auto grant = find_grant(walk, Need::download_grant)) {
        return met(Reason::grant_in_force, Source::request, *grant);
    }
    return needed(Reason::protected_on_request, protection.source, protection.index);
}

}  // namespace exeat::policy
