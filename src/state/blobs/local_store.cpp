#include "state/blobs/local_store.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <string_view>
#include <utility>

namespace exeat::blobs {
namespace {

constexpr std::string_view k_part = ".part";
constexpr std::string_view k_probe = "probe";

std::string two_digits(unsigned number) {
    const std::array<std::uint8_t, 1> byte{static_cast<std::uint8_t>(number)};
    return to_hex(byte);
}

}  // namespace

LocalStore::LocalStore(std::unique_ptr<Disk> disk, std::string folder)
    : folder_(std::move(folder)),
      disk_(std::move(disk)),
      pins_(std::make_shared<Pins>()),
      folder_sync_(*disk_, health_) {}

std::string LocalStore::blob_folder(const Digest& digest) const {
    return blobs_folder() + "/" + two_digits(digest.bytes[0]);
}

std::string LocalStore::blob_path(const Digest& digest) const {
    const auto text = to_text(digest);
    return blobs_folder() + "/" + text.substr(0, 2) + "/" + text.substr(2);
}

std::string LocalStore::upload_path(UploadId id) const {
    return incoming_folder() + "/" + id.text() + ".upload";
}

std::string LocalStore::new_part_path() {
    return incoming_folder() + "/" + std::to_string(next_part_.fetch_add(1)) + std::string(k_part);
}

Error LocalStore::broken(int number, const char* doing, const std::string& path) {
    auto error = disk_error(number, doing, path);
    if (is_disk_failure(number)) health_.fail(error);
    return error;
}

Error LocalStore::broken_sync(int number, const std::string& path) {
    auto error = disk_error(number, "sync", path);
    health_.fail(error);
    return error;
}

Done LocalStore::make_folder(const std::string& path) {
    const auto made = disk_->make_folder(path);
    if (made || made.error() == EEXIST) return {};
    return fail(broken(made.error(), "make", path));
}

Done LocalStore::make_folders() {
    for (const auto& path : {blobs_folder(), incoming_folder(), quarantine_folder()}) EXEAT_TRY(make_folder(path));
    const auto names = disk_->names_in(blobs_folder());
    if (!names) return fail(broken(names.error(), "list", blobs_folder()));
    for (unsigned i = 0; i < 256; ++i) {
        if (!std::ranges::binary_search(*names, two_digits(i))) {
            EXEAT_TRY(make_folder(blobs_folder() + "/" + two_digits(i)));
        }
    }
    // Also when all were there: whoever made them may have died before this.
    EXEAT_TRY(sync_folder(blobs_folder()));
    return sync_folder(folder_);
}

Done LocalStore::prepare() {
    EXEAT_TRY(make_folders());
    const auto names = disk_->names_in(incoming_folder());
    if (!names) return fail(broken(names.error(), "list", incoming_folder()));
    for (const auto& name : *names) {
        // A file that stays does no harm, and what cannot be removed must not keep the rest from being served.
        if (name.ends_with(k_part) || name.starts_with(k_probe)) (void)disk_->remove(incoming_folder() + "/" + name);
    }
    return {};
}

Done LocalStore::place(const std::string& path, const BlobFacts& facts, std::uint64_t epoch, OldName old_name) {
    // Again when the folder was missing, or when the blob that was met went into quarantine.
    for (int tries = 0; tries < 4; ++tries) {
        EXEAT_TAKE(const auto placing, try_to_place(path, facts, epoch, old_name));
        if (placing != Placing::again) return {};
    }
    return fail(ErrorKind::internal, "blob-place", "The file could not be stored.", "no name for " + path);
}

Result<LocalStore::Placing> LocalStore::try_to_place(const std::string& path, const BlobFacts& facts,
                                                     std::uint64_t epoch, OldName old_name) {
    {
        const std::shared_lock naming(naming_);
        EXEAT_TRY(health_.check(epoch));
        const auto blob = blob_path(facts.digest);
        const auto named = old_name == OldName::stays ? disk_->link(path, blob) : disk_->rename(path, blob);
        if (named) {
            const std::lock_guard lock(unconfirmed_mutex_);
            unconfirmed_.insert(facts.digest);
            return Placing::placed;
        }
        if (named.error() != EEXIST && named.error() != ENOENT) return fail(broken(named.error(), "name", path));
        if (named.error() == EEXIST) return keep_what_is_there(path, facts, old_name);
    }
    EXEAT_TRY(make_folder(blob_folder(facts.digest)));
    EXEAT_TRY(sync_folder(blobs_folder()));
    return Placing::again;
}

Result<LocalStore::Placing> LocalStore::keep_what_is_there(const std::string& path, const BlobFacts& facts,
                                                           OldName old_name) {
    const auto there = blob_path(facts.digest);
    const auto status = disk_->status(there);
    if (!status && status.error() == ENOENT) return Placing::again;
    if (!status) return fail(broken(status.error(), "look at", there));
    if (status->size != facts.size) {
        EXEAT_TRY(quarantine(facts.digest));
        return Placing::again;
    }
    // The grace period of a collection begins anew. Both are for tidiness only: the blob is pinned and durable.
    (void)disk_->touch(there);
    if (old_name == OldName::goes) (void)disk_->remove(path);
    return Placing::kept;
}

Done LocalStore::acknowledge(const Digest& digest, std::uint64_t epoch) {
    const std::lock_guard lock(unconfirmed_mutex_);
    EXEAT_TRY(health_.check(epoch));
    unconfirmed_.erase(digest);
    return {};
}

bool LocalStore::is_unconfirmed(const Digest& digest) {
    const std::lock_guard lock(unconfirmed_mutex_);
    return unconfirmed_.contains(digest);
}

Done LocalStore::quarantine(const Digest& digest) {
    const auto from = blob_path(digest);
    const auto to = quarantine_folder() + "/" + to_text(digest);
    for (int number = 0; number < 1000; ++number) {
        const auto renamed = disk_->rename(from, number == 0 ? to : to + "." + std::to_string(number));
        if (!renamed && renamed.error() == EEXIST) continue;
        if (!renamed && renamed.error() == ENOENT) return {};
        if (!renamed) return fail(broken(renamed.error(), "rename", from));
        EXEAT_TRY(sync_folder(quarantine_folder()));
        return sync_folder(blob_folder(digest));
    }
    return fail(ErrorKind::internal, "quarantine-full", "A broken file could not be put aside.",
                "1000 of the same in " + quarantine_folder());
}

Done LocalStore::prove() {
    const std::lock_guard one_at_a_time(proving_);
    if (health_.check()) return {};
    EXEAT_TRY(write_probe());
    const std::unique_lock naming(naming_);
    EXEAT_TRY(remove_unconfirmed());
    health_.recovered();
    return {};
}

Done LocalStore::write_probe() {
    const auto draft = incoming_folder() + "/" + std::string(k_probe);
    const auto named = draft + "-named";
    (void)disk_->remove(draft);
    (void)disk_->remove(named);
    auto file = disk_->create(draft);
    if (!file) return fail(disk_error(file.error(), "create", draft));
    std::array<std::byte, 65536> bytes{};
    bytes.fill(std::byte{0x5a});
    std::span<const std::byte> rest(bytes);
    while (!rest.empty()) {
        const auto wrote = disk_->write(*file, rest);
        if (!wrote || *wrote == 0) return fail(disk_error(wrote ? ENOSPC : wrote.error(), "write", draft));
        rest = rest.subspan(*wrote);
    }
    if (const auto synced = disk_->sync_file(*file); !synced) {
        return fail(disk_error(synced.error(), "sync", draft));
    }
    if (const auto renamed = disk_->rename(draft, named); !renamed) {
        return fail(disk_error(renamed.error(), "rename", draft));
    }
    EXEAT_TRY(sync_folder(incoming_folder()));
    const auto removed = disk_->remove(named);
    if (!removed) return fail(disk_error(removed.error(), "remove", named));
    return {};
}

Done LocalStore::remove_unconfirmed() {
    // Nobody was told of these blobs. Their names may be in memory only, where no later sync would write them.
    const std::lock_guard lock(unconfirmed_mutex_);
    while (!unconfirmed_.empty()) {
        const auto digest = *unconfirmed_.begin();
        const auto path = blob_path(digest);
        const auto removed = disk_->remove(path);
        if (!removed && removed.error() != ENOENT) return fail(disk_error(removed.error(), "remove", path));
        EXEAT_TRY(sync_folder(blob_folder(digest)));
        unconfirmed_.erase(digest);
    }
    return {};
}

}  // namespace exeat::blobs
