// The values that were used last, about as many as asked for: two halves, and what is used again moves to the young
// one; when that is full the old one is forgotten. Only for this module's own sources. Not thread-safe.
#pragma once

#include <cstddef>
#include <functional>
#include <unordered_map>
#include <utility>

namespace exeat::authority {

template <class Key, class Value, class Hash = std::hash<Key>>
class Recent {
public:
    /// Holds between `most` / 2 and `most` values when it is full.
    explicit Recent(std::size_t most) : half_(most / 2 + 1) {}

    struct Found {
        const Value* value = nullptr;
        bool is_old = false;  // use() it, so that it stays
    };
    [[nodiscard]] Found find(const Key& key) const {
        if (const auto young = young_.find(key); young != young_.end()) return {&young->second, false};
        if (const auto old = old_.find(key); old != old_.end()) return {&old->second, true};
        return {};
    }
    void use(const Key& key) {
        const auto found = old_.find(key);
        if (found == old_.end()) return;
        auto value = std::move(found->second);
        old_.erase(found);
        put(key, std::move(value));
    }
    void put(const Key& key, Value value) {
        old_.erase(key);
        young_.insert_or_assign(key, std::move(value));
        if (young_.size() < half_) return;
        old_ = std::move(young_);
        young_.clear();
    }
    void erase(const Key& key) {
        young_.erase(key);
        old_.erase(key);
    }
    void clear() {
        young_.clear();
        old_.clear();
    }
    [[nodiscard]] std::size_t size() const { return young_.size() + old_.size(); }

private:
    std::size_t half_;
    std::unordered_map<Key, Value, Hash> young_;
    std::unordered_map<Key, Value, Hash> old_;
};

}  // namespace exeat::authority
