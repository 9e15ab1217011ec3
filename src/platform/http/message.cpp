#include "platform/http/message.h"

#include <unistd.h>

#include <algorithm>

#include "platform/http/ascii.h"

namespace exeat::http {

void Headers::set(std::string_view name, std::string value) {
    std::erase_if(fields_, [&](const auto& field) { return equal_ignoring_case(field.first, name); });
    fields_.emplace_back(std::string(name), std::move(value));
}

std::optional<std::string_view> Headers::find(std::string_view name) const {
    for (const auto& [field, value] : fields_) {
        if (equal_ignoring_case(field, name)) return value;
    }
    return std::nullopt;
}

std::optional<std::string_view> Request::query_value(std::string_view name) const {
    for (const auto& [key, value] : query) {
        if (key == name) return value;
    }
    return std::nullopt;
}

std::string_view Request::parameter(std::string_view name) const {
    for (const auto& [key, value] : parameters) {
        if (key == name) return value;
    }
    return {};
}

std::optional<std::string_view> Request::cookie(std::string_view name) const {
    for (const auto& [field, value] : headers.fields()) {
        if (!equal_ignoring_case(field, "cookie")) continue;
        std::string_view rest = value;
        while (!rest.empty()) {
            std::string_view pair = take_until(rest, ';');
            const bool has_value = pair.find('=') != std::string_view::npos;
            const auto key = trimmed(take_until(pair, '='));
            if (has_value && key == name) return trimmed(pair);
        }
    }
    return std::nullopt;
}

File::~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

void Cut::now() {
    cut_.store(true, std::memory_order_release);
    const std::lock_guard lock(mutex_);
    if (reset_) reset_();
}

void Cut::arm(std::function<void()> reset) {
    const std::lock_guard lock(mutex_);
    reset_ = std::move(reset);
    if (is_cut()) reset_();
}

void Cut::disarm() {
    const std::lock_guard lock(mutex_);
    reset_ = nullptr;
}

bool Stream::push(std::string_view text) {
    const std::lock_guard lock(mutex_);
    if (over_) return false;
    if (waiting_.size() + text.size() > most_) {
        waiting_.clear();
        over_ = true;
    } else {
        waiting_ += text;
    }
    if (wake_) wake_();
    return !over_;
}

void Stream::end() {
    const std::lock_guard lock(mutex_);
    over_ = true;
    if (wake_) wake_();
}

bool Stream::is_over() const {
    const std::lock_guard lock(mutex_);
    return over_;
}

void Stream::arm(std::function<void()> wake) {
    const std::lock_guard lock(mutex_);
    wake_ = std::move(wake);
    if (over_ || !waiting_.empty()) wake_();
}

void Stream::disarm() {
    const std::lock_guard lock(mutex_);
    over_ = true;
    waiting_.clear();
    wake_ = nullptr;
}

std::optional<std::string> Stream::take() {
    const std::lock_guard lock(mutex_);
    if (over_ && waiting_.empty()) return std::nullopt;
    return std::exchange(waiting_, {});
}

}  // namespace exeat::http
