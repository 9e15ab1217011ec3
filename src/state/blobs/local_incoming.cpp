#include "state/blobs/local_incoming.h"

#include <algorithm>
#include <cerrno>
#include <map>
#include <utility>

#include "state/blobs/side_by_side.h"

namespace exeat::blobs {
namespace {

// Bytes written, then hashed, at a time: small enough that they are still in the processor's cache for the second.
constexpr std::size_t k_piece = 256 * 1024;
// The disk begins with bytes in steps of this many, so that little is left for the sync at the end.
constexpr std::int64_t k_writeback_step = 8 * k_mib;

std::unexpected<Error> over() {
    return fail(ErrorKind::internal, "upload-over", "This upload has ended.", "an Incoming was used after its end");
}

}  // namespace

LocalIncoming::LocalIncoming(std::shared_ptr<LocalStore> store, std::string path, OwnedFile file, Dropped dropped)
    : store_(std::move(store)),
      path_(std::move(path)),
      file_(std::move(file)),
      dropped_(dropped),
      epoch_(store_->health().epoch()) {}

Result<std::unique_ptr<LocalIncoming>> LocalIncoming::create(std::shared_ptr<LocalStore> store, std::string path,
                                                             Dropped dropped) {
    EXEAT_TRY(store->health().check());
    auto file = store->disk().create(path);
    if (!file && file.error() == EEXIST) {
        return fail(ErrorKind::conflict, "upload-exists", "This upload exists already.", path);
    }
    if (!file) return fail(store->broken(file.error(), "create", path));
    return std::unique_ptr<LocalIncoming>(
        new LocalIncoming(std::move(store), std::move(path), std::move(*file), dropped));
}

Result<std::unique_ptr<LocalIncoming>> LocalIncoming::reopen(std::shared_ptr<LocalStore> store, std::string path,
                                                             std::int64_t acknowledged) {
    EXEAT_TRY(store->health().check());
    auto file = store->disk().open_to_extend(path);
    if (!file && file.error() == ENOENT) {
        return fail(ErrorKind::gone, "upload-lost", "This upload is not here any more. Begin it again.", path);
    }
    if (!file) return fail(store->broken(file.error(), "open", path));
    std::unique_ptr<LocalIncoming> incoming(
        new LocalIncoming(std::move(store), std::move(path), std::move(*file), Dropped::kept));
    const auto status = incoming->store_->disk().status(incoming->path_);
    if (!status) return fail(incoming->store_->broken(status.error(), "look at", incoming->path_));
    incoming->is_a_blob_ = status->names > 1;
    EXEAT_TRY(incoming->read_again(acknowledged));
    return incoming;
}

Done LocalIncoming::read_again(std::int64_t acknowledged) {
    // Nothing is spoiled by an error in here: what is acknowledged stays, and reading may be tried again.
    std::vector<std::byte> buffer(std::min(k_piece, static_cast<std::size_t>(acknowledged)));
    while (hash_.size() < acknowledged) {
        const auto left = static_cast<std::size_t>(acknowledged - hash_.size());
        const auto got = store_->disk().read(*file_, hash_.size(), std::span(buffer).first(std::min(left, k_piece)));
        if (!got) return exeat::fail(store_->broken(got.error(), "read", path_));
        if (*got == 0) {
            return exeat::fail({ErrorKind::gone,
                                "upload-lost",
                                "Part of this upload is not here any more. Begin it again.",
                                path_ + " is shorter than was acknowledged",
                                {},
                                0});
        }
        hash_.add(std::span(buffer).first(*got));
    }
    synced_ = hash_;
    handed_to_disk_ = acknowledged;
    return cut_back();
}

/// To what is acknowledged.
Done LocalIncoming::cut_back() {
    if (is_a_blob_) return {};
    const auto cut = store_->disk().cut(*file_, synced_.size());
    if (!cut) return spoil(store_->broken(cut.error(), "cut", path_));
    return {};
}

LocalIncoming::~LocalIncoming() {
    if (file_ && dropped_ == Dropped::removed) discard();
}

void LocalIncoming::discard() {
    if (!file_) return;
    file_.reset();
    (void)store_->disk().remove(path_);  // what stays is removed at the next start, or when the upload expires
}

Done LocalIncoming::usable() const {
    if (spoiled_) return exeat::fail(*spoiled_);
    if (!file_) return over();
    return store_->health().check(epoch_);
}

std::unexpected<Error> LocalIncoming::spoil(Error error) {
    spoiled_ = error;
    if (dropped_ == Dropped::removed) {
        discard();
    } else if (file_) {
        // Gives the space back; reopen() cuts in any case.
        if (!is_a_blob_) (void)store_->disk().cut(*file_, synced_.size());
        file_.reset();
    }
    return exeat::fail(std::move(error));
}

Result<std::size_t> LocalIncoming::head(std::span<std::byte> into) {
    EXEAT_TRY(usable());
    std::size_t have = 0;
    while (have < into.size() && static_cast<std::int64_t>(have) < size()) {
        const auto got = store_->disk().read(*file_, static_cast<std::int64_t>(have), into.subspan(have));
        if (!got) return spoil(store_->broken(got.error(), "read", path_));
        if (*got == 0) break;
        have += *got;
    }
    return have;
}

Done LocalIncoming::write_whole(std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
        const auto wrote = store_->disk().write(*file_, bytes);
        if (!wrote) return spoil(store_->broken(wrote.error(), "write", path_));
        if (*wrote == 0) return spoil(store_->broken(EIO, "write nothing to", path_));
        bytes = bytes.subspan(*wrote);
    }
    return {};
}

Done LocalIncoming::compare_whole(std::span<const std::byte> bytes) {
    std::vector<std::byte> there(bytes.size());
    std::size_t have = 0;
    while (have < bytes.size()) {
        const auto from = hash_.size() + static_cast<std::int64_t>(have);
        const auto got = store_->disk().read(*file_, from, std::span(there).subspan(have));
        if (!got) return spoil(store_->broken(got.error(), "read", path_));
        if (*got == 0) break;
        have += *got;
    }
    if (have == bytes.size() && std::ranges::equal(there, bytes)) return {};
    return spoil({ErrorKind::gone,
                  "upload-lost",
                  "This is not the file that was being uploaded. Begin it again.",
                  path_ + " has other bytes, and is a blob already",
                  {},
                  0});
}

Done LocalIncoming::append(std::span<const std::byte> bytes) {
    EXEAT_TRY(usable());
    while (!bytes.empty()) {
        const auto piece = bytes.first(std::min(bytes.size(), k_piece));
        EXEAT_TRY(is_a_blob_ ? compare_whole(piece) : write_whole(piece));
        hash_.add(piece);
        bytes = bytes.subspan(piece.size());
        if (size() - handed_to_disk_ >= k_writeback_step) start_writeback();
    }
    return {};
}

void LocalIncoming::start_writeback() {
    // Only a hint: if the disk has a fault, the sync reports it.
    (void)store_->disk().start_writeback(*file_, handed_to_disk_, size() - handed_to_disk_);
    handed_to_disk_ = size();
}

Done LocalIncoming::sync() {
    EXEAT_TRY(usable());
    const auto synced = store_->disk().sync_data(*file_);
    if (!synced) return spoil(store_->broken_sync(synced.error(), path_));
    if (!named_durably_) {
        if (auto named = store_->sync_folder(store_->incoming_folder()); !named) return spoil(named.error());
        named_durably_ = true;
    }
    EXEAT_TRY(usable());
    synced_ = hash_;
    return {};
}

Done LocalIncoming::rewind() {
    EXEAT_TRY(usable());
    EXEAT_TRY(cut_back());
    hash_ = synced_;
    handed_to_disk_ = std::min(handed_to_disk_, size());
    return {};
}

Done LocalIncoming::make_bytes_durable() {
    EXEAT_TRY(usable());
    const auto synced = store_->disk().sync_file(*file_);
    if (!synced) return spoil(store_->broken_sync(synced.error(), path_));
    return {};
}

/// One of the files that end together.
struct LocalIncoming::Finishing {
    LocalIncoming* incoming = nullptr;
    Stored stored;
    Done so_far;
};

void LocalIncoming::place_all(std::span<Finishing> all) {
    std::map<std::string, Done> folders;
    for (auto& one : all) {
        if (!one.so_far) continue;
        auto& self = *one.incoming;
        one.stored.facts = self.hash_.facts();
        one.stored.pin = self.store_->pins().pin(one.stored.facts.digest);
        const auto old_name = self.dropped_ == Dropped::kept ? LocalStore::OldName::stays : LocalStore::OldName::goes;
        one.so_far = self.store_->place(self.path_, one.stored.facts, self.epoch_, old_name);
        if (!one.so_far) {
            (void)self.spoil(one.so_far.error());
            continue;
        }
        self.file_.reset();
        folders.try_emplace(self.store_->blob_folder(one.stored.facts.digest));
    }
    if (folders.empty()) return;
    auto& store = *all.front().incoming->store_;
    std::vector<std::pair<const std::string, Done>*> to_sync;
    for (auto& folder : folders) to_sync.push_back(&folder);
    run_side_by_side(to_sync.size(), [&](std::size_t i) { to_sync[i]->second = store.sync_folder(to_sync[i]->first); });
    for (auto& one : all) {
        if (!one.so_far) continue;
        const auto& digest = one.stored.facts.digest;
        one.so_far = folders.at(store.blob_folder(digest));
        if (one.so_far) one.so_far = store.acknowledge(digest, one.incoming->epoch_);
    }
}

std::vector<Result<Stored>> LocalIncoming::finish_all(std::span<LocalIncoming* const> incoming) {
    std::vector<Finishing> all(incoming.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        all[i].incoming = incoming[i];
        if (all.size() > 1 && incoming[i]->file_) incoming[i]->start_writeback();
    }
    run_side_by_side(all.size(), [&](std::size_t i) { all[i].so_far = all[i].incoming->make_bytes_durable(); });
    place_all(all);
    std::vector<Result<Stored>> answers;
    answers.reserve(all.size());
    for (auto& one : all) {
        if (one.so_far) {
            answers.emplace_back(std::move(one.stored));
        } else {
            answers.emplace_back(std::unexpected(std::move(one.so_far.error())));
        }
    }
    return answers;
}

Result<Stored> LocalIncoming::finish() {
    LocalIncoming* const self = this;
    return std::move(finish_all(std::span(&self, 1)).front());
}

}  // namespace exeat::blobs
