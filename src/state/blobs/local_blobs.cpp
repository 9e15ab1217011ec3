#include "state/blobs/local_blobs.h"

#include <fcntl.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "state/blobs/local_incoming.h"
#include "state/blobs/local_store.h"

namespace exeat::blobs {
namespace {

bool is_folder_of_blobs(std::string_view name) {
    const auto is_digit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
    return name.size() == 2 && is_digit(name[0]) && is_digit(name[1]);
}

class LocalOpenBlob final : public OpenBlob {
public:
    LocalOpenBlob(std::shared_ptr<LocalStore> store, std::string path, OwnedFile file, std::int64_t size)
        : store_(std::move(store)), path_(std::move(path)), file_(std::move(file)), size_(size) {}

    [[nodiscard]] std::int64_t size() const override { return size_; }

    Result<std::size_t> read(std::int64_t offset, std::span<std::byte> into) const override {
        std::size_t have = 0;
        while (have < into.size()) {
            const auto from = offset + static_cast<std::int64_t>(have);
            const auto got = store_->disk().read(file_, from, into.subspan(have));
            if (!got) {
                return fail(ErrorKind::unavailable, "disk-failed", "The server's disk could not read this file.",
                            disk_error(got.error(), "read", path_).detail);
            }
            if (*got == 0) break;
            have += *got;
        }
        return have;
    }

    [[nodiscard]] Result<std::optional<OwnedFile>> descriptor() const override {
        OwnedFile copy(::fcntl(file_.descriptor(), F_DUPFD_CLOEXEC, 0));
        if (copy.descriptor() < 0) return fail(disk_error(errno, "copy the descriptor of", path_));
        return std::optional<OwnedFile>(std::move(copy));
    }

private:
    std::shared_ptr<LocalStore> store_;
    std::string path_;
    OwnedFile file_;
    std::int64_t size_;
};

class LocalBlobs final : public Blobs {
public:
    explicit LocalBlobs(std::shared_ptr<LocalStore> store) : store_(std::move(store)) {}

    Result<std::unique_ptr<Incoming>> begin() override {
        return LocalIncoming::create(store_, store_->new_part_path(), LocalIncoming::Dropped::removed);
    }
    Result<std::unique_ptr<Incoming>> begin_upload(UploadId id) override {
        return LocalIncoming::create(store_, store_->upload_path(id), LocalIncoming::Dropped::kept);
    }
    Result<std::unique_ptr<Incoming>> resume_upload(UploadId id, std::int64_t acknowledged) override {
        return LocalIncoming::reopen(store_, store_->upload_path(id), acknowledged);
    }
    Done drop_upload(UploadId id) override {
        const auto path = store_->upload_path(id);
        const auto removed = store_->disk().remove(path);
        if (removed || removed.error() == ENOENT) return {};
        return fail(disk_error(removed.error(), "remove", path));
    }
    Result<std::vector<UploadEntry>> uploads() override;
    std::vector<Result<Stored>> finish_many(std::span<const std::unique_ptr<Incoming>> incoming) override;
    Result<std::unique_ptr<OpenBlob>> open(const Digest& digest) override;
    Result<std::optional<Pin>> hold(const Digest& digest) override;
    Result<std::vector<Digest>> remove(std::span<const Digest> digests, const StillUsed& still_used) override;
    Done list(const ListVisitor& visitor) override;
    Done quarantine(const Digest& digest) override { return store_->quarantine(digest); }
    [[nodiscard]] Done ready() const override { return store_->health().check(); }
    Done prove() override { return store_->prove(); }

private:
    Done list_folder(const std::string& name, const ListVisitor& visitor);
    Done remove_condemned(std::vector<Digest>& condemned, const StillUsed& still_used);

    std::shared_ptr<LocalStore> store_;
};

Result<std::vector<UploadEntry>> LocalBlobs::uploads() {
    constexpr std::string_view ending = ".upload";
    const auto names = store_->disk().names_in(store_->incoming_folder());
    if (!names) return fail(disk_error(names.error(), "list", store_->incoming_folder()));
    std::vector<UploadEntry> entries;
    for (const auto& name : *names) {
        if (!name.ends_with(ending)) continue;
        const auto id = UploadId::parse(std::string_view(name).substr(0, name.size() - ending.size()));
        const auto status = store_->disk().status(store_->incoming_folder() + "/" + name);
        if (id && status) entries.push_back({*id, status->size, status->modified});
    }
    return entries;
}

std::vector<Result<Stored>> LocalBlobs::finish_many(std::span<const std::unique_ptr<Incoming>> incoming) {
    std::vector<LocalIncoming*> ours;
    ours.reserve(incoming.size());
    // All were made here: nothing else makes an Incoming of this store.
    for (const auto& one : incoming) ours.push_back(static_cast<LocalIncoming*>(one.get()));
    return LocalIncoming::finish_all(ours);
}

Result<std::unique_ptr<OpenBlob>> LocalBlobs::open(const Digest& digest) {
    const auto path = store_->blob_path(digest);
    auto file = store_->disk().open_to_read(path);
    const auto status = file ? store_->disk().status(path) : OrErrno<FileStatus>(std::unexpected(file.error()));
    if (!status && status.error() == ENOENT) {
        return fail(ErrorKind::internal, "blob-missing", "The bytes of this file are missing on the server.", path);
    }
    if (!status) return fail(disk_error(status.error(), "open", path));
    return std::make_unique<LocalOpenBlob>(store_, path, std::move(*file), status->size);
}

Result<std::optional<Pin>> LocalBlobs::hold(const Digest& digest) {
    const auto epoch = store_->health().epoch();
    auto pin = store_->pins().pin(digest);
    const auto path = store_->blob_path(digest);
    const auto status = store_->disk().status(path);
    if (!status && status.error() == ENOENT) return std::optional<Pin>{};
    if (!status) return fail(disk_error(status.error(), "look at", path));
    if (store_->is_unconfirmed(digest)) {
        EXEAT_TRY(store_->sync_folder(store_->blob_folder(digest)));
        EXEAT_TRY(store_->acknowledge(digest, epoch));
    }
    return std::optional<Pin>(std::move(pin));
}

Result<std::vector<Digest>> LocalBlobs::remove(std::span<const Digest> digests, const StillUsed& still_used) {
    std::vector<Digest> condemned;
    for (const auto& digest : digests) {
        if (store_->pins().condemn(digest)) condemned.push_back(digest);
    }
    auto done = remove_condemned(condemned, still_used);
    if (!done) return fail(std::move(done.error()));
    return condemned;
}

/// Removes those that may go and leaves them in `condemned`; whatever happens, no sentence stays behind.
Done LocalBlobs::remove_condemned(std::vector<Digest>& condemned, const StillUsed& still_used) {
    auto used = condemned.empty() ? Result<std::vector<Digest>>(std::vector<Digest>{}) : still_used(condemned);
    Done done;
    if (!used) done = fail(std::move(used.error()));
    std::erase_if(condemned, [&](const Digest& digest) {
        if (!done || std::ranges::find(*used, digest) != used->end()) {
            store_->pins().spare(digest);
            return true;
        }
        if (!store_->pins().begin_removal(digest)) return true;
        const auto path = store_->blob_path(digest);
        const auto removed = store_->disk().remove(path);
        store_->pins().end_removal(digest);
        if (!removed && removed.error() != ENOENT) done = fail(disk_error(removed.error(), "remove", path));
        return !removed;
    });
    return done;
}

Done LocalBlobs::list(const ListVisitor& visitor) {
    const auto names = store_->disk().names_in(store_->blobs_folder());
    if (!names) return fail(disk_error(names.error(), "list", store_->blobs_folder()));
    for (const auto& name : *names) {
        EXEAT_TRY(is_folder_of_blobs(name) ? list_folder(name, visitor) : visitor.stranger("blobs/" + name));
    }
    return {};
}

Done LocalBlobs::list_folder(const std::string& name, const ListVisitor& visitor) {
    const auto folder = store_->blobs_folder() + "/" + name;
    const auto names = store_->disk().names_in(folder);
    if (!names) return fail(disk_error(names.error(), "list", folder));
    for (const auto& rest : *names) {
        const auto digest = parse_digest(name + rest);
        if (!digest || to_text(*digest) != name + rest) {
            EXEAT_TRY(visitor.stranger("blobs/" + name + "/" + rest));
            continue;
        }
        const auto status = store_->disk().status(folder + "/" + rest);
        if (!status && status.error() == ENOENT) continue;  // removed while we were on our way
        if (!status) return fail(disk_error(status.error(), "look at", folder + "/" + rest));
        EXEAT_TRY(visitor.blob({*digest, status->size, status->modified}));
    }
    return {};
}

}  // namespace

Result<std::unique_ptr<Blobs>> open_local_on(std::unique_ptr<Disk> disk, const LocalOptions& options) {
    auto store = std::make_shared<LocalStore>(std::move(disk), options.folder);
    EXEAT_TRY(store->prepare());
    return std::make_unique<LocalBlobs>(std::move(store));
}

Result<std::unique_ptr<Blobs>> open_local(const LocalOptions& options) {
    return open_local_on(make_kernel_disk(), options);
}

}  // namespace exeat::blobs
