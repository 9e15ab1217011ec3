// A disk for tests: passes everything on to the real one, writes down what was called, and on demand lets one call
// fail, write short, or kill the process. Called by this module's tests only.
#pragma once

#include <csignal>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "state/blobs/disk.h"

namespace exeat::blobs::testing {

enum class Op : std::uint8_t {
    create,
    open,
    write,
    read,
    cut,
    writeback,
    sync_data,
    sync_file,
    sync_folder,
    rename,
    link,
    remove,
    make_folder,
    status,
    touch,
    names,
};

struct Call {
    Op op;
    std::string path;  // of rename: the new name; of calls on a descriptor: empty
};

/// What happens at a call: an errno, or as it should be.
using Plan = std::function<std::optional<int>(std::uint64_t number, const Call& call)>;

/// What the tests share with the disk that the store owns. Thread-safe.
class Faults {
public:
    /// Counts calls from one again, and forgets those so far.
    void begin(Plan plan = {}) {
        const std::lock_guard lock(mutex_);
        plan_ = std::move(plan);
        calls_.clear();
        fired_ = false;
    }
    [[nodiscard]] std::vector<Call> calls() const {
        const std::lock_guard lock(mutex_);
        return calls_;
    }
    [[nodiscard]] bool fired() const {
        const std::lock_guard lock(mutex_);
        return fired_;
    }
    void write_at_most(std::size_t bytes) { longest_write_ = bytes; }
    [[nodiscard]] std::size_t longest_write() const { return longest_write_; }

    /// The errno of this call, if it is to fail.
    std::optional<int> meet(Op op, std::string path) {
        std::unique_lock lock(mutex_);
        calls_.push_back({op, std::move(path)});
        const auto plan = plan_;
        const auto call = calls_.back();
        const auto place = calls_.size();
        lock.unlock();  // the plan may use the store itself
        const auto number = plan ? plan(place, call) : std::nullopt;
        lock.lock();
        if (number) fired_ = true;
        return number;
    }

private:
    mutable std::mutex mutex_;
    Plan plan_;
    std::vector<Call> calls_;
    bool fired_ = false;
    std::size_t longest_write_ = SIZE_MAX;
};

class FaultyDisk final : public Disk {
public:
    explicit FaultyDisk(std::shared_ptr<Faults> faults) : faults_(std::move(faults)), disk_(make_kernel_disk()) {}

    OrErrno<OwnedFile> create(const std::string& path) override {
        if (const auto number = faults_->meet(Op::create, path)) return std::unexpected(*number);
        return disk_->create(path);
    }
    OrErrno<OwnedFile> open_to_extend(const std::string& path) override {
        if (const auto number = faults_->meet(Op::open, path)) return std::unexpected(*number);
        return disk_->open_to_extend(path);
    }
    OrErrno<OwnedFile> open_to_read(const std::string& path) override {
        if (const auto number = faults_->meet(Op::open, path)) return std::unexpected(*number);
        return disk_->open_to_read(path);
    }
    OrErrno<std::size_t> write(const OwnedFile& file, std::span<const std::byte> bytes) override {
        if (const auto number = faults_->meet(Op::write, {})) return std::unexpected(*number);
        return disk_->write(file, bytes.first(std::min(bytes.size(), faults_->longest_write())));
    }
    OrErrno<std::size_t> read(const OwnedFile& file, std::int64_t offset, std::span<std::byte> into) override {
        if (const auto number = faults_->meet(Op::read, {})) return std::unexpected(*number);
        return disk_->read(file, offset, into);
    }
    OrErrno<void> cut(const OwnedFile& file, std::int64_t length) override {
        if (const auto number = faults_->meet(Op::cut, {})) return std::unexpected(*number);
        return disk_->cut(file, length);
    }
    OrErrno<void> start_writeback(const OwnedFile& file, std::int64_t offset, std::int64_t length) override {
        if (const auto number = faults_->meet(Op::writeback, {})) return std::unexpected(*number);
        return disk_->start_writeback(file, offset, length);
    }
    OrErrno<void> sync_data(const OwnedFile& file) override {
        if (const auto number = faults_->meet(Op::sync_data, {})) return std::unexpected(*number);
        return disk_->sync_data(file);
    }
    OrErrno<void> sync_file(const OwnedFile& file) override {
        if (const auto number = faults_->meet(Op::sync_file, {})) return std::unexpected(*number);
        return disk_->sync_file(file);
    }
    OrErrno<void> sync_folder(const std::string& path) override {
        if (const auto number = faults_->meet(Op::sync_folder, path)) return std::unexpected(*number);
        return disk_->sync_folder(path);
    }
    OrErrno<void> rename(const std::string& from, const std::string& to) override {
        if (const auto number = faults_->meet(Op::rename, to)) return std::unexpected(*number);
        return disk_->rename(from, to);
    }
    OrErrno<void> link(const std::string& from, const std::string& to) override {
        if (const auto number = faults_->meet(Op::link, to)) return std::unexpected(*number);
        return disk_->link(from, to);
    }
    OrErrno<void> remove(const std::string& path) override {
        if (const auto number = faults_->meet(Op::remove, path)) return std::unexpected(*number);
        return disk_->remove(path);
    }
    OrErrno<void> make_folder(const std::string& path) override {
        if (const auto number = faults_->meet(Op::make_folder, path)) return std::unexpected(*number);
        return disk_->make_folder(path);
    }
    OrErrno<FileStatus> status(const std::string& path) override {
        if (const auto number = faults_->meet(Op::status, path)) return std::unexpected(*number);
        return disk_->status(path);
    }
    OrErrno<void> touch(const std::string& path) override {
        if (const auto number = faults_->meet(Op::touch, path)) return std::unexpected(*number);
        return disk_->touch(path);
    }
    OrErrno<std::vector<std::string>> names_in(const std::string& path) override {
        if (const auto number = faults_->meet(Op::names, path)) return std::unexpected(*number);
        return disk_->names_in(path);
    }

private:
    std::shared_ptr<Faults> faults_;
    std::unique_ptr<Disk> disk_;
};

}  // namespace exeat::blobs::testing
