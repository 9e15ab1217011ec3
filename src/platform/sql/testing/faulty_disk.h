// A disk for SQLite that fails when a test says so: a VFS that passes everything on to the system's, except that its
// writes can find the disk full and its syncs can fail. Called by this module's tests only.
#pragma once

#include <sqlite3.h>

#include <atomic>
#include <cstring>
#include <string>

namespace exeat::sql::testing {

class FaultyDisk {
public:
    FaultyDisk() : real_(sqlite3_vfs_find(nullptr)) {
        static std::atomic<int> count = 0;
        name_ = "faulty_disk_" + std::to_string(++count);
        vfs_ = *real_;
        vfs_.pNext = nullptr;
        vfs_.zName = name_.c_str();
        vfs_.szOsFile = static_cast<int>(sizeof(File)) + real_->szOsFile;
        vfs_.pAppData = this;
        vfs_.xOpen = open;
        sqlite3_vfs_register(&vfs_, 0);
    }
    ~FaultyDisk() { sqlite3_vfs_unregister(&vfs_); }
    FaultyDisk(const FaultyDisk&) = delete;
    FaultyDisk& operator=(const FaultyDisk&) = delete;

    /// For SqliteOptions::vfs.
    [[nodiscard]] const std::string& name() const { return name_; }

    std::atomic<bool> is_full = false;
    std::atomic<bool> syncs_fail = false;
    std::atomic<int> syncs = 0;

private:
    struct File {
        sqlite3_file base;
        FaultyDisk* disk;

        [[nodiscard]] sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
    };

    static File& self(sqlite3_file* file) { return *reinterpret_cast<File*>(file); }
    static const sqlite3_io_methods& of(sqlite3_file* file) { return *self(file).real()->pMethods; }

    static int open(sqlite3_vfs* vfs, sqlite3_filename name, sqlite3_file* file, int flags, int* out_flags) {
        auto* disk = static_cast<FaultyDisk*>(vfs->pAppData);
        self(file).disk = disk;
        const int code = disk->real_->xOpen(disk->real_, name, self(file).real(), flags, out_flags);
        file->pMethods = self(file).real()->pMethods == nullptr ? nullptr : methods();
        return code;
    }

    static int write(sqlite3_file* file, const void* data, int size, sqlite3_int64 at) {
        if (self(file).disk->is_full) return SQLITE_FULL;
        return of(file).xWrite(self(file).real(), data, size, at);
    }

    static int sync(sqlite3_file* file, int flags) {
        ++self(file).disk->syncs;
        if (self(file).disk->syncs_fail) return SQLITE_IOERR_FSYNC;
        return of(file).xSync(self(file).real(), flags);
    }

    /// Passes a call on: the method that `Method` points at, with the real file.
    template <auto Method, class... Given>
    static int pass(sqlite3_file* file, Given... given) {
        return (of(file).*Method)(self(file).real(), given...);
    }
    static void barrier(sqlite3_file* file) { of(file).xShmBarrier(self(file).real()); }

    static const sqlite3_io_methods* methods() {
        using Methods = sqlite3_io_methods;
        static const Methods all = [] {
            Methods made{};
            made.iVersion = 2;  // without memory-mapped reads
            made.xClose = pass<&Methods::xClose>;
            made.xRead = pass<&Methods::xRead, void*, int, sqlite3_int64>;
            made.xWrite = write;
            made.xTruncate = pass<&Methods::xTruncate, sqlite3_int64>;
            made.xSync = sync;
            made.xFileSize = pass<&Methods::xFileSize, sqlite3_int64*>;
            made.xLock = pass<&Methods::xLock, int>;
            made.xUnlock = pass<&Methods::xUnlock, int>;
            made.xCheckReservedLock = pass<&Methods::xCheckReservedLock, int*>;
            made.xFileControl = pass<&Methods::xFileControl, int, void*>;
            made.xSectorSize = pass<&Methods::xSectorSize>;
            made.xDeviceCharacteristics = pass<&Methods::xDeviceCharacteristics>;
            made.xShmMap = pass<&Methods::xShmMap, int, int, int, void volatile**>;
            made.xShmLock = pass<&Methods::xShmLock, int, int, int>;
            made.xShmBarrier = barrier;
            made.xShmUnmap = pass<&Methods::xShmUnmap, int>;
            return made;
        }();
        return &all;
    }

    sqlite3_vfs* real_;
    sqlite3_vfs vfs_{};
    std::string name_;
};

}  // namespace exeat::sql::testing
