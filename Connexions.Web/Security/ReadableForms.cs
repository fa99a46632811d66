using System.Text;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.Net.Http.Headers;

namespace Connexions.Web.Security;

/// <summary>
/// Refuses a form in a charset that there is not: .NET knows no UTF-7, says so by an exception that nobody expects where
/// forms are read, and takes any other name it does not know for UTF-8.
/// </summary>
public static class ReadableForms
{
    /// <summary>Before antiforgery, which reads forms first; the same forms, so that no other is read for this.</summary>
    public static void UseReadableForms(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (context.Request.HasFormContentType
            && HttpMethods.IsPost(context.Request.Method)
            && context.GetEndpoint()?.Metadata.GetMetadata<IAntiforgeryMetadata>() is { RequiresValidation: true }
            && !await IsReadableAsync(context))
        {
            context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return;
        }

        await next(context);
    });

    private static async Task<bool> IsReadableAsync(HttpContext context)
    {
        try
        {
            if (MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) && type.Charset.HasValue)
            {
                Encoding.GetEncoding(HeaderUtilities.RemoveQuotes(type.Charset).ToString());
            }

            // A part of a form may name a charset of its own.
            await context.Request.ReadFormAsync(context.RequestAborted);
            return true;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return false;
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            // Broken in another way: antiforgery meets the same, and answers.
            return true;
        }
    }
}
