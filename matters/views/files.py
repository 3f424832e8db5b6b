"""The files of matters."""

from django.shortcuts import get_object_or_404

from common.attachments.storing import attachment_response
from common.policy import SIGNED_IN, policy
from matters.files import visible_files


@policy(SIGNED_IN)
def file(request, key):
    """A file of an answer, an urgent matter or a conference, to those who read the thing."""
    row = get_object_or_404(visible_files(request.scope), key=key)
    return attachment_response(row.file, content_type=row.content_type, real_name=row.real_name)
