// Numbers about the running product, for /metrics: counters, gauges and histograms, each made once by a registry and
// then held by whoever counts; counting takes no lock. Refuses to know what is counted. No secret, path, name or
// address of a person goes into a label.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace exeat::telemetry {

/// Only grows.
class Counter {
public:
    void add(std::uint64_t amount = 1) { value_.fetch_add(amount, std::memory_order_relaxed); }
    [[nodiscard]] std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

private:
    alignas(64) std::atomic<std::uint64_t> value_{0};  // a cache line of its own: threads count side by side
};

/// Goes up and down.
class Gauge {
public:
    void set(std::int64_t value) { value_.store(value, std::memory_order_relaxed); }
    void add(std::int64_t amount) { value_.fetch_add(amount, std::memory_order_relaxed); }
    [[nodiscard]] std::int64_t value() const { return value_.load(std::memory_order_relaxed); }

private:
    alignas(64) std::atomic<std::int64_t> value_{0};
};

/// Adds to a gauge while it lives: for "how many are under way now".
class Held {
public:
    explicit Held(Gauge& gauge) : gauge_(&gauge) { gauge.add(1); }
    ~Held() { gauge_->add(-1); }
    Held(const Held&) = delete;
    Held& operator=(const Held&) = delete;

private:
    Gauge* gauge_;
};

/// How often values fell below each of some bounds.
class Histogram {
public:
    /// `bounds` in ascending order; what is not is sorted, and doubles are dropped.
    explicit Histogram(std::vector<double> bounds);

    void observe(double value);

    struct Reading {
        std::vector<std::uint64_t> counts;  // one for each bound, then one for all above; not cumulative
        double sum = 0;
    };
    [[nodiscard]] Reading read() const;
    [[nodiscard]] const std::vector<double>& bounds() const { return bounds_; }

private:
    std::vector<double> bounds_;
    std::unique_ptr<std::atomic<std::uint64_t>[]> counts_;
    std::atomic<double> sum_{0};
};

/// Bounds in seconds that suit requests: 0.5 ms to 10 s.
[[nodiscard]] std::vector<double> request_bounds();

using Label = std::pair<std::string_view, std::string_view>;
using Labels = std::initializer_list<Label>;

/// Different label values of one name, at most; more are counted together under "other".
inline constexpr std::size_t k_most_series = 1000;

/// The registry. Asking for the same name and labels again gives the same object; it lives as long as the registry.
/// A name that is in use for another kind is our mistake: what is then counted appears with "_twice" behind the name.
/// Thread-safe.
class Metrics {
public:
    Metrics();
    ~Metrics();
    Metrics(const Metrics&) = delete;
    Metrics& operator=(const Metrics&) = delete;

    [[nodiscard]] Counter& counter(std::string_view name, std::string_view help, Labels labels = {});
    [[nodiscard]] Gauge& gauge(std::string_view name, std::string_view help, Labels labels = {});
    [[nodiscard]] Histogram& histogram(std::string_view name, std::string_view help, std::vector<double> bounds,
                                       Labels labels = {});
    /// A gauge that is read when /metrics is: `read` is quick, may be called by any thread, and asks this registry for
    /// nothing. A second one of the same name and labels takes the place of the first.
    void gauge_from(std::string_view name, std::string_view help, std::function<double()> read, Labels labels = {});

    /// The same for a number that only grows.
    void counter_from(std::string_view name, std::string_view help, std::function<double()> read, Labels labels = {});

    /// Everything in the text format of Prometheus, names in alphabetical order.
    [[nodiscard]] std::string text() const;

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

/// The Content-Type of Metrics::text().
inline constexpr std::string_view k_metrics_type = "text/plain; version=0.0.4; charset=utf-8";

/// Adds what Prometheus expects of a process: CPU seconds, resident memory, open descriptors, and its start.
void add_process_metrics(Metrics& metrics);

}  // namespace exeat::telemetry
