#include "state/blobs/folder_sync.h"

#include <utility>

namespace exeat::blobs {

Done FolderSync::sync(const std::string& path) {
    std::unique_lock lock(mutex_);
    auto& folder = folders_[path];  // never erased: at most 259 of them
    if (!folder.next) folder.next = std::make_shared<Round>();
    const auto mine = folder.next;
    while (!mine->done && folder.running) changed_.wait(lock);
    if (mine->done) return mine->answer;

    folder.running = true;
    folder.next.reset();
    lock.unlock();
    auto answer = sync_now(path);
    lock.lock();
    folder.running = false;
    mine->done = true;
    mine->answer = answer;
    changed_.notify_all();
    return answer;
}

Done FolderSync::sync_now(const std::string& path) {
    const auto synced = disk_.sync_folder(path);
    if (synced) return {};
    auto error = disk_error(synced.error(), "sync", path);
    health_.fail(error);
    return exeat::fail(std::move(error));
}

}  // namespace exeat::blobs
