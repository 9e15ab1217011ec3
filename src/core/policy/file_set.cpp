#include "core/policy/file_set.h"

#include <algorithm>
#include <array>

namespace exeat::policy {
namespace {

constexpr std::string_view k_preset_prefix = "preset:";
constexpr std::array k_named_classes{FileClass::original, FileClass::version, FileClass::conversion,
                                     FileClass::attachment};

}  // namespace

std::optional<FileWord> parse_file_word(std::string_view text) {
    if (text.starts_with(k_preset_prefix)) return FileWord{std::nullopt, text.substr(k_preset_prefix.size())};
    for (const FileClass named : k_named_classes) {
        if (to_text(named) == text) return FileWord{named, {}};
    }
    return std::nullopt;
}

bool FileSet::holds(const File& file) const {
    if (is_every) return true;
    if (classes.has(file.file_class == FileClass::detail ? file.of : file.file_class)) return true;
    return file.file_class == FileClass::conversion && std::ranges::find(presets, file.preset) != presets.end();
}

KeptFileSet KeptFileSet::every() {
    KeptFileSet kept;
    kept.is_every_ = true;
    return kept;
}

Result<KeptFileSet> KeptFileSet::parse(std::span<const std::string> words) {
    KeptFileSet kept;
    auto presets = std::make_shared<Kept>();
    for (const std::string& text : words) {
        const auto word = parse_file_word(text);
        if (!word) {
            return fail(ErrorKind::invalid, "unknown-file-name",
                        "\"" + text +
                            "\" names no files. Write original, version, conversion, attachment, preset:NAME or "
                            "preset:custom.");
        }
        if (word->file_class) {
            kept.classes_.add(*word->file_class);
        } else if (std::ranges::find(presets->names, word->preset) == presets->names.end()) {
            presets->names.emplace_back(word->preset);
        }
    }
    presets->views.assign(presets->names.begin(), presets->names.end());
    kept.presets_ = std::move(presets);
    return kept;
}

FileSet KeptFileSet::view() const {
    FileSet set{classes_, {}, is_every_};
    if (presets_) set.presets = presets_->views;
    return set;
}

std::vector<std::string> KeptFileSet::words() const {
    std::vector<std::string> words;
    for (const FileClass named : k_named_classes) {
        if (classes_.has(named)) words.emplace_back(to_text(named));
    }
    for (const std::string_view preset : view().presets) words.push_back(std::string(k_preset_prefix).append(preset));
    return words;
}

}  // namespace exeat::policy
