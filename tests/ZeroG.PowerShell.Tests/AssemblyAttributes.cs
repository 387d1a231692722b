// Load contexts, type accelerators and the registry of nodes belong to the process: one test at a time sees what it did itself.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
