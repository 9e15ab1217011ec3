#include "usecases/uploads/import_folder.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <span>

#include "core/domain/names.h"
#include "service/media/type_finder.h"
#include "state/blobs/blobs.h"
#include "state/blobs/content_hash.h"
#include "state/store/assets.h"
#include "state/store/files.h"
#include "state/store/folders.h"
#include "state/store/libraries.h"
#include "usecases/record.h"
#include "usecases/uploads/accepting.h"
#include "usecases/uploads/file_in.h"

namespace exeat::usecases {
namespace {

namespace fs = std::filesystem;

/// Files that are made durable and written into the database together.
constexpr std::size_t k_batch_files = 128;
constexpr std::int64_t k_batch_bytes = 256 * k_mib;
constexpr std::size_t k_piece = 1 << 20;

struct Found {
    fs::path path;
    std::string folder;  // relative to the directory, with slashes; empty for the top
    std::string name;
};

/// One file on its way in.
struct Coming {
    const Found* found = nullptr;
    FileTarget target;
    std::unique_ptr<blobs::Incoming> incoming;
    std::vector<std::byte> head;
};

class Import {
public:
    Import(House& house, const Caller& caller, const ImportWish& wish, const ImportProgress& progress)
        : house_(house), caller_(caller), wish_(wish), progress_(progress) {}

    Result<Imported> run() {
        EXEAT_TRY(find_files());
        EXEAT_TRY(open_library());
        for (const auto& found : files_) {
            if (auto done = bring(found); !done) {
                discard();
                return fail(std::move(done.error()));
            }
        }
        EXEAT_TRY(flush());
        if (!files_.empty()) progress_(done_, static_cast<std::int64_t>(files_.size()), files_.back().name);
        return std::move(imported_);
    }

private:
    Done find_files() {
        std::error_code error;
        const fs::path top(wish_.directory);
        if (!fs::is_directory(top, error)) {
            return fail(ErrorKind::not_found, "no-directory", "There is no directory " + wish_.directory + ".");
        }
        auto walk = fs::recursive_directory_iterator(top, fs::directory_options::skip_permission_denied, error);
        for (const auto end = fs::recursive_directory_iterator(); !error && walk != end; walk.increment(error)) {
            if (!walk->is_regular_file(error) || walk->is_symlink(error)) continue;
            const auto relative = walk->path().parent_path().lexically_relative(top).generic_string();
            files_.push_back(
                {walk->path(), relative == "." ? std::string() : relative, walk->path().filename().string()});
        }
        if (error) imported_.failed.push_back({wish_.directory, error.message()});
        std::ranges::sort(files_, {}, [](const Found& found) { return std::pair(found.folder, found.name); });
        return {};
    }

    Done open_library() {
        EXEAT_TAKE(const auto now, house_.database.now());
        EXEAT_TAKE(library_, change(house_, [&](sql::Transaction& transaction) -> Result<LibraryId> {
                       EXEAT_TAKE(const auto known, store::libraries_named(transaction, wish_.library));
                       if (known.size() == 1) return known.front();
                       if (known.size() > 1) {
                           return fail(ErrorKind::conflict, "several-libraries",
                                       "There are several libraries named \"" + wish_.library +
                                           "\". Rename all but the one that is meant.");
                       }
                       EXEAT_TRY(domain::check_title(wish_.library, "/library"));
                       domain::Library library;
                       library.id = LibraryId::make(now);
                       library.name = wish_.library;
                       library.kind = wish_.kind;
                       library.created_at = now;
                       domain::LibrarySettings settings;
                       settings.accepted_types.rule = domain::AcceptRule::kind;
                       library.policy = std::make_shared<const domain::LibraryPolicy>(std::move(settings));
                       EXEAT_TRY(store::insert_library(transaction, library));
                       EXEAT_TRY(record(transaction, caller_, now, {.kind = "library_created", .library = library.id}));
                       return library.id;
                   }));
        return {};
    }

    /// The folder of a relative path, made where it is missing.
    Result<std::optional<FolderId>> folder_of(const std::string& relative) {
        std::string path = wish_.folder;
        if (!relative.empty()) path += (path.empty() ? "" : "/") + relative;
        if (const auto known = folders_.find(path); known != folders_.end()) return known->second;
        EXEAT_TAKE(const auto now, house_.database.now());
        auto made = change(house_, [&](sql::Transaction& transaction) -> Result<std::optional<FolderId>> {
            std::optional<FolderId> at;
            for (std::size_t from = 0; from < path.size();) {
                const auto to = std::min(path.find('/', from), path.size());
                const auto name = path.substr(from, to - from);
                from = to + 1;
                if (name.empty()) continue;
                EXEAT_TRY(domain::check_folder_name(name, "/folder"));
                EXEAT_TAKE(const auto there, store::find_folder(transaction, library_, at, name));
                if (there) {
                    at = there->id;
                    continue;
                }
                domain::Folder folder;
                folder.id = FolderId::make(now);
                folder.library = library_;
                folder.parent = at;
                folder.name = name;
                folder.created_at = now;
                EXEAT_TRY(store::insert_folder(transaction, folder));
                EXEAT_TRY(record(transaction, caller_, now,
                                 {.kind = "folder_created", .library = library_, .folder = folder.id}));
                at = folder.id;
            }
            return at;
        });
        if (made) folders_.emplace(path, *made);
        return made;
    }

    /// A file that cannot be brought in is noted; only what would stop every file is an error.
    Done bring(const Found& found) {
        auto coming = open_file(found);
        if (!coming) {
            const auto& error = coming.error();
            if (error.kind == ErrorKind::unavailable || error.kind == ErrorKind::internal) {
                return std::unexpected(std::move(coming.error()));
            }
            imported_.failed.push_back({found.path.string(), error.text});
            ++done_;
        } else if (*coming) {
            bytes_waiting_ += (*coming)->incoming->size();
            waiting_.push_back(std::move(**coming));
        }
        const bool full = waiting_.size() >= k_batch_files || bytes_waiting_ >= k_batch_bytes;
        if (full) EXEAT_TRY(flush());
        progress_(done_, static_cast<std::int64_t>(files_.size()), found.name);
        return {};
    }

    Result<std::optional<Coming>> open_file(const Found& found) {
        EXEAT_TRY(domain::check_file_name(found.name, "/filename"));
        EXEAT_TAKE(const auto library, house_.authority.library(library_));
        if (!library) return fail(ErrorKind::unavailable, "library-gone", "The library is not there any more.");
        EXEAT_TRY(must_accept_name(*library, found.name));
        EXEAT_TAKE(const auto folder, folder_of(found.folder));
        std::ifstream file(found.path, std::ios::binary);
        if (!file) return fail(ErrorKind::invalid, "unreadable", "The file cannot be read.");
        Coming coming{&found, {library_, folder, {}, {}, Duplicates::keep}, nullptr, {}};
        EXEAT_TAKE(const bool unchanged, is_unchanged(coming, file));
        if (unchanged) {
            ++imported_.unchanged;
            ++done_;
            return std::optional<Coming>{};
        }
        EXEAT_TAKE(coming.incoming, house_.blobs.begin());
        EXEAT_TRY(each_piece(file, [&coming](std::span<const std::byte> piece) {
            if (coming.head.empty()) {
                const auto head = piece.first(std::min(piece.size(), media::k_head_bytes));
                coming.head.assign(head.begin(), head.end());
            }
            return coming.incoming->append(piece);
        }));
        EXEAT_TRY(must_accept_content(house_, *library, found.name, *coming.incoming));
        return std::optional(std::move(coming));
    }

    /// Reads a file to its end, from where it stands.
    template <class Take>
    Done each_piece(std::ifstream& file, Take take) {
        while (file) {
            file.read(reinterpret_cast<char*>(piece_.data()), static_cast<std::streamsize>(piece_.size()));
            const auto got = std::span<const std::byte>(piece_).first(static_cast<std::size_t>(file.gcount()));
            if (!got.empty()) EXEAT_TRY(take(got));
        }
        if (file.bad()) return fail(ErrorKind::invalid, "unreadable", "The file cannot be read to its end.");
        return {};
    }

    /// Whether the asset of that name holds what the file holds: then nothing is written, not even the same bytes once
    /// more. Only a file of the same length is read for it. What the store has lost comes in again.
    Result<bool> is_unchanged(const Coming& coming, std::ifstream& file) {
        EXEAT_TAKE(const auto known, named_like(coming));
        std::error_code error;
        if (!known || static_cast<std::uintmax_t>(known->size) != fs::file_size(coming.found->path, error)) {
            return false;
        }
        EXEAT_TAKE(const auto held, house_.blobs.hold(known->digest));
        if (!held) return false;
        blobs::ContentHash hash;
        EXEAT_TRY(each_piece(file, [&hash](std::span<const std::byte> piece) {
            hash.add(piece);
            return Done{};
        }));
        if (hash.facts().digest == known->digest) return true;
        file.clear();
        file.seekg(0);
        return false;
    }

    void discard() {
        for (auto& coming : waiting_) coming.incoming->discard();
        waiting_.clear();
    }

    Done flush() {
        if (waiting_.empty()) return {};
        std::vector<std::unique_ptr<blobs::Incoming>> incoming;
        incoming.reserve(waiting_.size());
        for (auto& coming : waiting_) incoming.push_back(std::move(coming.incoming));
        auto stored = house_.blobs.finish_many(incoming);
        std::vector<std::pair<FileIn, const blobs::Stored*>> files;
        for (std::size_t i = 0; i < waiting_.size(); ++i) {
            if (!stored[i]) return std::unexpected(std::move(stored[i].error()));
            auto& coming = waiting_[i];
            EXEAT_TAKE(const auto known, named_like(coming));
            if (known && known->digest == stored[i]->facts.digest) {
                ++imported_.unchanged;
                continue;
            }
            if (known) coming.target.replaces = known->id;
            known ? ++imported_.replaced : ++imported_.added;
            imported_.bytes += stored[i]->facts.size;
            files.emplace_back(
                FileIn{coming.target, coming.found->name, house_.types.type_of(coming.head, coming.found->name)},
                &*stored[i]);
        }
        if (!files.empty()) EXEAT_TRY(take_files(house_, caller_, files));
        done_ += static_cast<std::int64_t>(waiting_.size());
        waiting_.clear();
        bytes_waiting_ = 0;
        return {};
    }

    Result<std::optional<store::NamedAsset>> named_like(const Coming& coming) {
        return house_.database.read([&](sql::Session& session) {
            return store::asset_named(session, library_, coming.target.folder, coming.found->name);
        });
    }

    House& house_;
    const Caller& caller_;
    const ImportWish& wish_;
    const ImportProgress& progress_;
    std::vector<Found> files_;
    LibraryId library_;
    std::map<std::string, std::optional<FolderId>> folders_;
    std::vector<std::byte> piece_ = std::vector<std::byte>(k_piece);
    std::vector<Coming> waiting_;
    std::int64_t bytes_waiting_ = 0;
    std::int64_t done_ = 0;
    Imported imported_;
};

}  // namespace

Result<Imported> import_folder(House& house, const Caller& caller, const ImportWish& wish,
                               const ImportProgress& progress) {
    return Import(house, caller, wish, progress).run();
}

}  // namespace exeat::usecases
