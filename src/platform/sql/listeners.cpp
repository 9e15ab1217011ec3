#include "platform/sql/listeners.h"

#include <algorithm>
#include <utility>

#include "platform/sql/failures.h"
#include "platform/sql/statement_rules.h"

namespace exeat::sql {

std::shared_ptr<void> Listeners::add(std::string channel, std::function<void(std::string_view)> hear) {
    auto entry = std::make_shared<Entry>();
    entry->channel = std::move(channel);
    entry->hear = std::move(hear);
    {
        const std::scoped_lock lock(mutex_);
        entries_.push_back(entry);
    }
    auto* raw = entry.get();
    return std::shared_ptr<void>(raw, [self = shared_from_this(), entry](void*) {
        {
            const std::scoped_lock calling(entry->calling);
            entry->ended = true;
        }
        const std::scoped_lock lock(self->mutex_);
        std::erase(self->entries_, entry);
    });
}

void Listeners::deliver(std::string_view channel, std::string_view payload) {
    for (const auto& entry : entries()) {
        if (entry->channel == channel) call(*entry, payload);
    }
}

void Listeners::deliver_missed() {
    for (const auto& entry : entries()) call(*entry, {});
}

std::vector<std::string> Listeners::channels() const {
    std::vector<std::string> names;
    for (const auto& entry : entries()) names.push_back(entry->channel);
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

void Listeners::call(Entry& entry, std::string_view payload) {
    const std::scoped_lock calling(entry.calling);
    if (entry.ended) return;
    try {
        entry.hear(payload);
    } catch (...) {  // a listener that throws must not end the thread that serves the others
    }
}

std::vector<std::shared_ptr<Listeners::Entry>> Listeners::entries() const {
    const std::scoped_lock lock(mutex_);
    return entries_;
}

Done check_notification(std::string_view channel, std::string_view payload) {
    if (channel.empty() || channel.size() > 63 || !is_storable_text(channel)) {
        return fail(wrong_statement("a channel's name has 1 to 63 bytes"));
    }
    if (payload.size() >= 8000 || !is_storable_text(payload)) {
        return fail(wrong_statement("a notification carries less than 8000 bytes of text"));
    }
    return {};
}

}  // namespace exeat::sql
