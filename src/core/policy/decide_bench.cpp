// How long one decision takes on one core: all gates walked, with requests, rules, folders and a watermark.
#include <benchmark/benchmark.h>

#include <memory>
#include <vector>

#include "core/policy/decide.h"
#include "core/policy/random_world.h"

namespace exeat::policy {
namespace {

using testing::Dice;
using testing::hours_from_now;
using testing::World;

/// A viewer in a protected library with rules, terms, a quota and a grant that ends: nothing is left out.
void busy_world(World& world) {
    world.library.protection = Protection::on_request;
    world.library.watermark = true;
    world.folders.resize(4);
    world.facts.folders = world.folders;
    for (Triggers* triggers : {&world.site.justification, &world.site.approval}) {
        triggers->enabled = true;
        triggers->groups = world.keep({"Agency", "Press", "Legal"});
        triggers->attribute_name = "Usage";
        triggers->attribute_value = "Restricted";
    }
    world.principal.groups = world.keep({"Marketing", "Product", "Press"});
    world.attributes = {{"Title", world.keep({"A"})}, {"Usage", world.keep({"Free", "Print"})}};
    world.asset.attributes = world.attributes;
    world.add_grant(RequestKind::download).status = RequestStatus::rejected;
    world.add_grant(RequestKind::download).valid_until = hours_from_now(24);
    world.requests.back().decided_by_level = Level::director;
    world.asset.terms = Terms{"terms-1", 3};
    world.facts.accepted = {true, Terms{"terms-1", 3}};
    world.facts.quota = Quota{3, 1, 100};
}

void all_gates(benchmark::State& state) {
    World world;
    busy_world(world);
    for (auto _ : state) benchmark::DoNotOptimize(decide(world.facts));
}
BENCHMARK(all_gates);

void all_gates_nothing_ends(benchmark::State& state) {
    World world;
    busy_world(world);
    world.requests.back().valid_until.reset();
    for (auto _ : state) benchmark::DoNotOptimize(decide(world.facts));
}
BENCHMARK(all_gates_nothing_ends);

void a_tile(benchmark::State& state) {
    World world;
    busy_world(world);
    world.facts.action = Action::view;
    for (auto _ : state) benchmark::DoNotOptimize(decide(world.facts));
}
BENCHMARK(a_tile);

void random_worlds(benchmark::State& state) {
    std::vector<std::unique_ptr<World>> worlds;
    Dice dice(7);
    for (int i = 0; i < 1024; ++i) worlds.push_back(std::make_unique<World>(dice));
    std::size_t next = 0;
    for (auto _ : state) benchmark::DoNotOptimize(decide(worlds[next++ % 1024]->facts));
}
BENCHMARK(random_worlds);

}  // namespace
}  // namespace exeat::policy
