using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ZeroG.Chain;
using ZeroG.Compute.FineTuning.Models;
using ZeroG.Compute.FineTuning.Training;

namespace ZeroG.Nodes.Compute.FineTuning;

/// <summary>
/// The routes of official fine-tuning brokers for models. The list has the provider's own models only, since clients know the others; by
/// name or hash all are found.
/// </summary>
internal sealed class ModelRoutes(IReadOnlyList<ServedModel> models)
{
    /// <summary>Adds the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/model", RouteTools.Handle("get customized models", ListAsync));
        routes.MapGet("/v1/model/{name}", RouteTools.Handle("get customized model", GetAsync));
        routes.MapGet("/v1/model/desc/{name}", RouteTools.Handle("get model description file", DescribeAsync));
    }

    private Task ListAsync(HttpContext context) => RouteTools.WriteJsonAsync(
        context, JsonSerializer.SerializeToUtf8Bytes(models.Where(model => !model.IsBuiltIn).Select(Form)));

    private Task GetAsync(HttpContext context) =>
        RouteTools.WriteJsonAsync(context, JsonSerializer.SerializeToUtf8Bytes(Form(Find(context))));

    private Task DescribeAsync(HttpContext context)
    {
        ServedModel model = Find(context);
        byte[] zip = Describe(model);
        context.Response.ContentType = "application/zip";
        context.Response.ContentLength = zip.Length;
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{model.Name}.zip\"";
        return context.Response.Body.WriteAsync(zip, context.RequestAborted).AsTask();
    }

    private ServedModel Find(HttpContext context)
    {
        string name = context.Request.RouteValues["name"] as string ?? "";
        bool isHash = Hash256.TryParse(name, out Hash256 hash);
        return models.FirstOrDefault(model => isHash ? model.Hash == hash : model.Name == name)
            ?? throw FineTuningRefusal.NoModel(ForeignText.Clean(name));
    }

    private static ModelRecord Form(ServedModel model) => new(
        model.Name, model.Hash.ToString(), Image: "", DataType: "text", TrainingScript: "", model.Description, Tokenizer: "");

    private static byte[] Describe(ServedModel model)
    {
        using MemoryStream bytes = new();
        using (ZipArchive zip = new(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream readme = zip.CreateEntry("README.md").Open();
            readme.Write(Encoding.UTF8.GetBytes(
                $"""
                # {model.Name}

                {model.Description}

                - hash: {model.Hash}
                - dataset: JSONL of `instruction`, `input` and `output`, of `messages`, or of `text`
                - configuration: {string.Join(", ", TrainingConfig.KeyNames.Select(key => $"`{key}`"))}

                """));
        }

        return bytes.ToArray();
    }
}
