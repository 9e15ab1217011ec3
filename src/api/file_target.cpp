#include "api/file_target.h"

#include <optional>

namespace exeat::api {
namespace {

class Reading {
public:
    explicit Reading(const std::map<std::string, std::string>& fields) : fields_(fields) {}

    template <class SomeId>
    std::optional<SomeId> id(const std::string& name) {
        const auto found = fields_.find(name);
        if (found == fields_.end() || found->second.empty()) return std::nullopt;
        auto read = SomeId::parse(found->second);
        if (!read) wrong(name, "This is not an id. Send the 26 characters that the API gave.");
        return read;
    }
    usecases::Duplicates duplicates() {
        const auto found = fields_.find("duplicates");
        if (found == fields_.end() || found->second == "keep") return usecases::Duplicates::keep;
        if (found->second != "skip") wrong("duplicates", "Send \"keep\" or \"skip\".");
        return usecases::Duplicates::skip;
    }
    void wrong(const std::string& name, std::string text) { errors_.push_back({"/" + name, std::move(text)}); }
    [[nodiscard]] Done result() const {
        if (errors_.empty()) return {};
        return fail(Error{ErrorKind::invalid,
                          "wrong-target",
                          "It is not clear where this file goes: " + errors_.front().text,
                          {},
                          errors_,
                          0,
                          nullptr});
    }

private:
    const std::map<std::string, std::string>& fields_;
    std::vector<FieldError> errors_;
};

}  // namespace

Result<usecases::FileTarget> target_of(const std::map<std::string, std::string>& fields) {
    Reading reading(fields);
    usecases::FileTarget target;
    target.replaces = reading.id<AssetId>("replaces");
    target.attach_to = reading.id<AssetId>("attach_to");
    target.folder = reading.id<FolderId>("folder");
    target.duplicates = reading.duplicates();
    const auto library = reading.id<LibraryId>("library");
    if (library) target.library = *library;
    const bool is_of_an_asset = target.replaces || target.attach_to;
    if (!library && !is_of_an_asset) reading.wrong("library", "Send the library's id before the file.");
    if (target.replaces && target.attach_to) reading.wrong("attach_to", "A file replaces or is attached, not both.");
    EXEAT_TRY(reading.result());
    return target;
}

}  // namespace exeat::api
