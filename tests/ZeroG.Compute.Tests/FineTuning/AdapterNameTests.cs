using System.Text.Json;
using ZeroG.Compute.FineTuning;
using ZeroG.Testing;

namespace ZeroG.Compute.Tests.FineTuning;

public sealed class AdapterNameTests
{
    [Fact]
    [Trait("Category", "Vectors")]
    public void Of_EachVector_IsItsName()
    {
        int count = 0;
        foreach (string path in VectorFiles.In("compute", "adapter-name*.json"))
        {
            using JsonDocument document = VectorFiles.Read("compute", Path.GetFileName(path));
            foreach (JsonElement vector in document.RootElement.EnumerateArray())
            {
                VectorForm.CheckFields(vector, "baseModel taskId adapterName", path);
                Assert.Equal(vector.Text("adapterName"), AdapterName.Of(vector.Text("baseModel"), vector.Text("taskId")));
                count++;
            }
        }

        Assert.True(count > 0);
    }
}
