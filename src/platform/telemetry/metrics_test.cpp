#include "platform/telemetry/metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <thread>

namespace exeat::telemetry {
namespace {

using testing::HasSubstr;

TEST(Metrics, WritesEveryKind) {
    Metrics metrics;
    metrics.counter("b_total", "How many.\nReally \\.", {{"door", "api"}}).add(3);
    metrics.counter("b_total", "", {{"door", "link"}}).add();
    metrics.gauge("a_now", "How many now.").set(-2);
    auto& histogram = metrics.histogram("c_seconds", "How long.", {0.5, 0.1, 0.5}, {{"k", "v"}});
    for (const double value : {0.05, 0.1, 0.3, 7.0}) histogram.observe(value);
    metrics.gauge_from("d_ratio", "Read.", [] { return 0.25; });
    EXPECT_EQ(metrics.text(),
              "# HELP a_now How many now.\n# TYPE a_now gauge\na_now -2\n"
              "# HELP b_total How many.\\nReally \\\\.\n# TYPE b_total counter\n"
              "b_total{door=\"api\"} 3\nb_total{door=\"link\"} 1\n"
              "# HELP c_seconds How long.\n# TYPE c_seconds histogram\n"
              "c_seconds_bucket{k=\"v\",le=\"0.1\"} 2\nc_seconds_bucket{k=\"v\",le=\"0.5\"} 3\n"
              "c_seconds_bucket{k=\"v\",le=\"+Inf\"} 4\nc_seconds_sum{k=\"v\"} 7.45\nc_seconds_count{k=\"v\"} 4\n"
              "# HELP d_ratio Read.\n# TYPE d_ratio gauge\nd_ratio 0.25\n");
}

TEST(Metrics, TheSameNameAndLabelsAreTheSameObject) {
    Metrics metrics;
    auto& one = metrics.counter("x_total", "X.", {{"a", "1"}});
    EXPECT_EQ(&one, &metrics.counter("x_total", "X.", {{"a", "1"}}));
    EXPECT_NE(&one, &metrics.counter("x_total", "X.", {{"a", "2"}}));
    auto& gauge = metrics.gauge("g", "G.");
    EXPECT_EQ(&gauge, &metrics.gauge("g", "G."));
    auto& histogram = metrics.histogram("h", "H.", {1});
    EXPECT_EQ(&histogram, &metrics.histogram("h", "H.", {1}));
    metrics.gauge_from("r", "R.", [] { return 1.0; });
    metrics.gauge_from("r", "R.", [] { return 2.0; });
    EXPECT_THAT(metrics.text(), HasSubstr("\nr 2\n"));
}

TEST(Metrics, ANameOfTwoKindsIsSeenAndBreaksNothing) {
    Metrics metrics;
    metrics.counter("x", "X.").add(1);
    metrics.gauge("x", "X.").set(2);
    auto& kept = metrics.gauge("y", "Y.");
    metrics.gauge_from("y", "Y.", [] { return 3.0; });
    kept.set(4);
    const auto text = metrics.text();
    EXPECT_THAT(text, HasSubstr("# TYPE x counter\nx 1\n"));
    EXPECT_THAT(text, HasSubstr("# TYPE x_twice gauge\nx_twice 2\n"));
    EXPECT_THAT(text, HasSubstr("\ny 4\n"));
    EXPECT_THAT(text, HasSubstr("\ny_twice 3\n"));
}

TEST(Metrics, NamesAndValuesCannotBreakTheFormat) {
    Metrics metrics;
    metrics.counter("9 bad-name", "H.", {{"a b", "q\"uote\\back\nline"}}).add();
    EXPECT_THAT(metrics.text(), HasSubstr("__bad_name{a_b=\"q\\\"uote\\\\back\\nline\"} 1\n"));
    metrics.counter("", "H.").add();
    EXPECT_THAT(metrics.text(), HasSubstr("\n_ 1\n"));
}

TEST(Metrics, WritesNumbersThatAreNotFinite) {
    Metrics metrics;
    metrics.gauge_from("a", "", [] { return std::nan(""); });
    metrics.gauge_from("b", "", [] { return std::numeric_limits<double>::infinity(); });
    metrics.gauge_from("c", "", [] { return -std::numeric_limits<double>::infinity(); });
    EXPECT_THAT(metrics.text(), HasSubstr("a NaN\n"));
    EXPECT_THAT(metrics.text(), HasSubstr("b +Inf\n"));
    EXPECT_THAT(metrics.text(), HasSubstr("c -Inf\n"));
}

TEST(Metrics, LabelsCannotGrowWithoutEnd) {
    Metrics metrics;
    for (std::size_t i = 0; i < k_most_series + 500; ++i) {
        metrics.counter("x_total", "X.", {{"who", std::to_string(i)}}).add();
    }
    const auto text = metrics.text();
    EXPECT_THAT(text, HasSubstr("x_total{who=\"other\"} 500\n"));
    EXPECT_LE(std::count(text.begin(), text.end(), '\n'), static_cast<std::ptrdiff_t>(k_most_series) + 3);
}

TEST(Metrics, NothingIsLostWhenManyCount) {
    Metrics metrics;
    auto& counter = metrics.counter("x_total", "X.");
    auto& gauge = metrics.gauge("g", "G.");
    auto& histogram = metrics.histogram("h", "H.", request_bounds());
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < 4; ++t) {
            threads.emplace_back([&] {
                for (int i = 0; i < 10'000; ++i) {
                    counter.add();
                    histogram.observe(1);
                    const Held held(gauge);
                    if (i % 1000 == 0) static_cast<void>(metrics.text());
                }
            });
        }
    }
    EXPECT_EQ(counter.value(), 40'000U);
    EXPECT_EQ(gauge.value(), 0);
    EXPECT_EQ(histogram.read().sum, 40'000);
}

TEST(Metrics, HeldCountsWhileItLives) {
    Gauge gauge;
    {
        const Held one(gauge);
        const Held two(gauge);
        EXPECT_EQ(gauge.value(), 2);
    }
    EXPECT_EQ(gauge.value(), 0);
    gauge.add(-5);
    EXPECT_EQ(gauge.value(), -5);
}

double sample(const std::string& text, const std::string& name) {
    const auto at = text.find("\n" + name + " ");
    return at == std::string::npos ? -1 : std::strtod(text.c_str() + at + name.size() + 2, nullptr);
}

TEST(Metrics, KnowsItsProcess) {
    Metrics metrics;
    add_process_metrics(metrics);
    const auto text = metrics.text();
    EXPECT_GT(sample(text, "process_resident_memory_bytes"), 100'000);
    EXPECT_GE(sample(text, "process_open_fds"), 3);
    EXPECT_GE(sample(text, "process_cpu_seconds_total"), 0);
    EXPECT_THAT(text, HasSubstr("# TYPE process_cpu_seconds_total counter\n"));
    EXPECT_GT(sample(text, "process_start_time_seconds"), 1'600'000'000);
}

}  // namespace
}  // namespace exeat::telemetry
