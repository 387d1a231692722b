using BenchmarkDotNet.Running;

// dotnet run -c Release --project bench/ZeroG.Benchmarks -- --filter '*'
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
