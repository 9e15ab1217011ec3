#include "state/renditions/recent.h"

#include <utility>

namespace exeat::renditions {

const Recent::Kept* Recent::look(const Digest& name, Instant oldest) const {
    auto found = new_.find(name);
    if (found == new_.end()) {
        found = old_.find(name);
        if (found == old_.end()) return nullptr;
    }
    return found->second.put_at > oldest ? &found->second : nullptr;
}

bool Recent::holds(const Digest& name, Instant oldest) const {
    const std::scoped_lock lock(mutex_);
    return look(name, oldest) != nullptr;
}

std::optional<Rendition> Recent::find(const Digest& name, Instant oldest) {
    const std::scoped_lock lock(mutex_);
    const auto* kept = look(name, oldest);
    if (kept == nullptr) return std::nullopt;
    auto rendition = kept->rendition;
    if (auto node = old_.extract(name)) {
        old_bytes_ -= node.mapped().rendition.bytes.size();
        add(name, std::move(node.mapped()));
    }
    return rendition;
}

void Recent::put(const Digest& name, const Rendition& rendition, Instant now) {
    if (rendition.bytes.size() > k_longest) return;
    forget(name);
    const std::scoped_lock lock(mutex_);
    add(name, {rendition, now});
}

void Recent::add(const Digest& name, Kept kept) {
    const auto bytes = kept.rendition.bytes.size();
    if (bytes > half_) return;
    if (new_bytes_ + bytes > half_) {
        old_ = std::exchange(new_, {});
        old_bytes_ = std::exchange(new_bytes_, 0);
    }
    if (new_.emplace(name, std::move(kept)).second) new_bytes_ += bytes;
}

void Recent::forget(const Digest& name) {
    const std::scoped_lock lock(mutex_);
    if (const auto node = new_.extract(name)) new_bytes_ -= node.mapped().rendition.bytes.size();
    if (const auto node = old_.extract(name)) old_bytes_ -= node.mapped().rendition.bytes.size();
}

std::size_t Recent::size() const {
    const std::scoped_lock lock(mutex_);
    return new_bytes_ + old_bytes_;
}

}  // namespace exeat::renditions
