// Lists of file names as links, grants and `not_offered` carry them: `original`, `version`, `conversion`, `attachment`,
// `preset:NAME`, `preset:custom`. FileSet is what decide() looks at and owns nothing; KeptFileSet owns its words, for
// whoever keeps one between decisions. Refuses to know which list means what.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/policy/words.h"
#include "core/vocabulary/error.h"

namespace exeat::policy {

/// The name of the preset that stands for one-off sizes and formats.
inline constexpr std::string_view k_custom_preset = "custom";

/// The file that a download asks for. For other actions it is not looked at.
struct File {
    FileClass file_class = FileClass::original;
    FileClass of = FileClass::original;  // detail and proxy: of original, version or attachment
    std::string_view preset;             // conversion: a preset's name or k_custom_preset
    bool not_smaller = false;            // conversion: as large as the original or larger, for this asset
};

/// One word of a list: a class of payload, or a preset when `file_class` is empty.
struct FileWord {
    std::optional<FileClass> file_class;
    std::string_view preset;
};
/// The word of that text, or nullopt. `preset:` alone is the preset with the empty name.
[[nodiscard]] std::optional<FileWord> parse_file_word(std::string_view text);

/// A parsed list. Empty holds nothing; every() is the list that is null.
struct FileSet {
    FileClasses classes;
    std::span<const std::string_view> presets;
    bool is_every = false;

    [[nodiscard]] static constexpr FileSet every() { return {{}, {}, true}; }
    /// POLICY.md "Names of files": its class or its preset; a detail by the class that it is of; of a proxy, metadata
    /// or pdf only every() holds anything.
    [[nodiscard]] bool holds(const File& file) const;
};

/// A FileSet with its words. Copies share them; view() is good for as long as one copy lives.
class KeptFileSet {
public:
    /// The empty list.
    KeptFileSet() = default;
    [[nodiscard]] static KeptFileSet every();
    /// Reads a list; on a word that is none: invalid, naming it. Words said twice count once.
    [[nodiscard]] static Result<KeptFileSet> parse(std::span<const std::string> words);

    [[nodiscard]] FileSet view() const;
    /// The words again: classes in their order, then presets as they were given. Empty for every().
    [[nodiscard]] std::vector<std::string> words() const;

private:
    struct Kept {
        std::vector<std::string> names;
        std::vector<std::string_view> views;
    };
    FileClasses classes_;
    bool is_every_ = false;
    std::shared_ptr<const Kept> presets_;
};

}  // namespace exeat::policy
