#include "usecases/uploads/target_text.h"

#include "platform/json/read.h"
#include "platform/json/write.h"

namespace exeat::usecases {

namespace {
struct TargetText {
    LibraryId library;
    std::optional<FolderId> folder;
    std::optional<AssetId> replaces;
    std::optional<AssetId> attach_to;
    bool skip_duplicates = false;
};
BOOST_DESCRIBE_STRUCT(TargetText, (), (library, folder, replaces, attach_to, skip_duplicates))
}  // namespace

std::string text_of(const FileTarget& target) {
    return json::to_text(TargetText{target.library, target.folder, target.replaces, target.attach_to,
                                    target.duplicates == Duplicates::skip});
}

Result<FileTarget> target_of(std::string_view text) {
    EXEAT_TAKE(const auto read, json::from_text<TargetText>(text));
    return FileTarget{read.library, read.folder, read.replaces, read.attach_to,
                      read.skip_duplicates ? Duplicates::skip : Duplicates::keep};
}

}  // namespace exeat::usecases
