using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;

namespace ZeroG.Benchmarks;

/// <summary>
/// The same benchmark on three processors: this one, this one without AVX-512, and without AVX2. Instructions are switched off in the
/// runtime, since an AVX2 kernel timed with AVX-512 on is compiled to the newer instructions.
/// </summary>
internal sealed class ProcessorJobs : ManualConfig
{
    public ProcessorJobs()
    {
        Job job = Job.Default.WithIterationCount(9);
        AddJob(job.WithId("All").AsBaseline());
        AddJob(job.WithId("NoAvx512").WithEnvironmentVariable("DOTNET_EnableAVX512", "0"));
        AddJob(job.WithId("NoAvx2").WithEnvironmentVariable("DOTNET_EnableAVX2", "0"));
    }
}
