// Gate 5: which files exist for a download.
#include <algorithm>

#include "core/policy/gates.h"

namespace exeat::policy {
namespace {

bool has_preset(const Library& library, std::string_view name) {
    return std::ranges::any_of(library.presets, [name](const Preset& preset) { return preset.name == name; });
}

/// POLICY.md gate 5, one `not_offered` list: a payload or detail that it holds; a detail or proxy of an `attachment`
/// when it has `attachment` (such a detail is held anyway).
bool is_off(const FileSet& not_offered, const File& file) {
    if (k_payload_and_detail.has(file.file_class)) return not_offered.holds(file);
    return file.file_class == FileClass::proxy && file.of == FileClass::attachment &&
           not_offered.classes.has(FileClass::attachment);
}

/// POLICY.md gate 5: class `version`; detail or proxy of a `version`.
bool is_of_version(const File& file) {
    constexpr FileClasses k_looked_at{FileClass::detail, FileClass::proxy};
    return (k_looked_at.has(file.file_class) ? file.of : file.file_class) == FileClass::version;
}

}  // namespace

Verdict offered_gate(const Walk& walk) {
    if (walk.action != Action::download) return not_named();
    const File& file = walk.file;
    const Library& library = *walk.facts.library;
    // POLICY.md gate 5: a `conversion` whose preset is neither `custom` nor one of the library's: hidden.
    if (file.file_class == FileClass::conversion && file.preset != k_custom_preset &&
        !has_preset(library, file.preset)) {
        return hidden(Reason::preset_unknown, Source::library);
    }
    // POLICY.md gate 5: the rest is for outsiders.
    if (!walk.outsider) return passed(Reason::insider, Source::role);
    if (is_off(library.not_offered, file)) return hidden(Reason::not_offered, Source::library);
    if (is_off(walk.facts.asset->not_offered, file)) return hidden(Reason::not_offered, Source::asset);
    if (is_of_version(file)) return hidden(Reason::version_kept_inside, Source::wish);
    return passed(Reason::offered, Source::library);
}

}  // namespace exeat::policy
