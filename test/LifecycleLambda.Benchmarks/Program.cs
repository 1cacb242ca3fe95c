using LifecycleLambda.Benchmarks;

return await BenchmarkCommand.Create().Parse(args).InvokeAsync();
