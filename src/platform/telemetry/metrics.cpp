#include "platform/telemetry/metrics.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <map>
#include <mutex>
#include <variant>

namespace exeat::telemetry {
namespace {

enum class Kind : std::uint8_t { counter, counter_read, gauge, gauge_read, histogram };
enum class Place : std::uint8_t { help, label };
enum class Values : std::uint8_t { as_given, other };

std::string_view name_of(Kind kind) {
    switch (kind) {
        case Kind::counter:
        case Kind::counter_read:
            return "counter";
        case Kind::gauge:
        case Kind::gauge_read:
            return "gauge";
        case Kind::histogram:
            return "histogram";
    }
    return "untyped";
}

using Read = std::function<double()>;
using Series =
    std::variant<std::unique_ptr<Counter>, std::unique_ptr<Gauge>, std::unique_ptr<Histogram>, std::unique_ptr<Read>>;

struct Family {
    Kind kind = Kind::counter;
    std::string help;
    std::map<std::string, Series> series;  // by the labels as they are written
};

std::string valid_name(std::string_view name) {
    std::string valid;
    for (const char c : name) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        const bool digit = c >= '0' && c <= '9' && !valid.empty();
        valid += letter || digit ? c : '_';
    }
    return valid.empty() ? "_" : valid;
}

void append_escaped(std::string& out, std::string_view text, Place place) {
    for (const char c : text) {
        if (c == '\\') {
            out += "\\\\";
        } else if (c == '\n') {
            out += "\\n";
        } else if (c == '"' && place == Place::label) {
            out += "\\\"";
        } else {
            out += c;
        }
    }
}

/// `name="value",name="value"`, without braces.
std::string written(Labels labels, Values values) {
    std::string text;
    for (const auto& [name, value] : labels) {
        if (!text.empty()) text += ',';
        text += valid_name(name);
        text += "=\"";
        append_escaped(text, values == Values::other ? "other" : value, Place::label);
        text += '"';
    }
    return text;
}

void append_number(std::string& out, double value) {
    if (std::isnan(value)) {
        out += "NaN";
    } else if (std::isinf(value)) {
        out += value > 0 ? "+Inf" : "-Inf";
    } else {
        std::array<char, 32> digits{};
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
        out.append(digits.data(), end);
    }
}

void append_sample(std::string& out, std::string_view name, std::string_view suffix, std::string_view labels,
                   std::string_view value) {
    out += name;
    out += suffix;
    if (!labels.empty()) {
        out += '{';
        out += labels;
        out += '}';
    }
    out += ' ';
    out += value;
    out += '\n';
}

std::string number_text(double value) {
    std::string text;
    append_number(text, value);
    return text;
}

void append_histogram(std::string& out, std::string_view name, const std::string& labels, const Histogram& histogram) {
    const auto reading = histogram.read();
    const std::string before = labels.empty() ? "" : labels + ",";
    std::uint64_t below = 0;
    for (std::size_t i = 0; i < reading.counts.size(); ++i) {
        below += reading.counts[i];
        const auto bound = i < histogram.bounds().size() ? number_text(histogram.bounds()[i]) : "+Inf";
        append_sample(out, name, "_bucket", before + "le=\"" + bound + "\"", std::to_string(below));
    }
    append_sample(out, name, "_sum", labels, number_text(reading.sum));
    append_sample(out, name, "_count", labels, std::to_string(below));
}

}  // namespace

Histogram::Histogram(std::vector<double> bounds) : bounds_(std::move(bounds)) {
    std::sort(bounds_.begin(), bounds_.end());
    bounds_.erase(std::unique(bounds_.begin(), bounds_.end()), bounds_.end());
    counts_ = std::make_unique<std::atomic<std::uint64_t>[]>(bounds_.size() + 1);
}

void Histogram::observe(double value) {
    const auto at = std::lower_bound(bounds_.begin(), bounds_.end(), value) - bounds_.begin();
    counts_[static_cast<std::size_t>(at)].fetch_add(1, std::memory_order_relaxed);
    sum_.fetch_add(value, std::memory_order_relaxed);
}

Histogram::Reading Histogram::read() const {
    Reading reading;
    for (std::size_t i = 0; i <= bounds_.size(); ++i) {
        reading.counts.push_back(counts_[i].load(std::memory_order_relaxed));
    }
    reading.sum = sum_.load(std::memory_order_relaxed);
    return reading;
}

std::vector<double> request_bounds() {
    return {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};
}

struct Metrics::Inside {
    mutable std::mutex mutex;
    std::map<std::string, Family> families;

    /// The place for these labels; `mutex` is held.
    Series& series(std::string_view name, std::string_view help, Kind kind, Labels labels) {
        std::string key = valid_name(name);
        for (auto found = families.find(key); found != families.end() && found->second.kind != kind;
             found = families.find(key)) {
            key += "_twice";
        }
        auto& family = families[key];
        family.kind = kind;
        if (family.help.empty()) family.help = help;
        const auto text = written(labels, Values::as_given);
        if (const auto found = family.series.find(text); found != family.series.end()) return found->second;
        return family.series[family.series.size() < k_most_series ? text : written(labels, Values::other)];
    }

    /// The T in that place, made by `make` if there is none.
    template <class T, class Make>
    T& held(Series& series, Make make) {
        auto* existing = std::get_if<std::unique_ptr<T>>(&series);
        if (existing == nullptr || *existing == nullptr) existing = &series.emplace<std::unique_ptr<T>>(make());
        return **existing;
    }
};

Metrics::Metrics() : inside_(std::make_unique<Inside>()) {}
Metrics::~Metrics() = default;

Counter& Metrics::counter(std::string_view name, std::string_view help, Labels labels) {
    const std::lock_guard lock(inside_->mutex);
    return inside_->held<Counter>(inside_->series(name, help, Kind::counter, labels),
                                  [] { return std::make_unique<Counter>(); });
}

Gauge& Metrics::gauge(std::string_view name, std::string_view help, Labels labels) {
    const std::lock_guard lock(inside_->mutex);
    return inside_->held<Gauge>(inside_->series(name, help, Kind::gauge, labels),
                                [] { return std::make_unique<Gauge>(); });
}

Histogram& Metrics::histogram(std::string_view name, std::string_view help, std::vector<double> bounds, Labels labels) {
    const std::lock_guard lock(inside_->mutex);
    return inside_->held<Histogram>(inside_->series(name, help, Kind::histogram, labels),
                                    [&] { return std::make_unique<Histogram>(std::move(bounds)); });
}

void Metrics::gauge_from(std::string_view name, std::string_view help, std::function<double()> read, Labels labels) {
    const std::lock_guard lock(inside_->mutex);
    inside_->series(name, help, Kind::gauge_read, labels) = std::make_unique<Read>(std::move(read));
}

void Metrics::counter_from(std::string_view name, std::string_view help, std::function<double()> read, Labels labels) {
    const std::lock_guard lock(inside_->mutex);
    inside_->series(name, help, Kind::counter_read, labels) = std::make_unique<Read>(std::move(read));
}

std::string Metrics::text() const {
    const std::lock_guard lock(inside_->mutex);
    std::string out;
    for (const auto& [name, family] : inside_->families) {
        out += "# HELP " + name + " ";
        append_escaped(out, family.help, Place::help);
        out += "\n# TYPE " + name + " ";
        out += name_of(family.kind);
        out += '\n';
        for (const auto& [labels, series] : family.series) {
            if (const auto* counter = std::get_if<std::unique_ptr<Counter>>(&series)) {
                append_sample(out, name, "", labels, std::to_string((*counter)->value()));
            } else if (const auto* gauge = std::get_if<std::unique_ptr<Gauge>>(&series)) {
                append_sample(out, name, "", labels, std::to_string((*gauge)->value()));
            } else if (const auto* read = std::get_if<std::unique_ptr<Read>>(&series)) {
                append_sample(out, name, "", labels, number_text((**read)()));
            } else if (const auto* histogram = std::get_if<std::unique_ptr<Histogram>>(&series)) {
                append_histogram(out, name, labels, **histogram);
            }
        }
    }
    return out;
}

}  // namespace exeat::telemetry
