"""Pictures and PDFs that people send: made anew or refused in one sentence, kept at random names.

    from common.attachments.cleaning import AttachmentError, clean_attachment
    from common.attachments.forms import AttachmentsField
    from common.attachments.storing import attachment_response, discard, store

    file = clean_attachment(upload, filename=upload.name)   # CleanFile, or AttachmentError(message, code)
    file.data, file.content_type, file.extension, file.sha256, file.size, file.name
    name = store(file)                                      # "3f/3f….jpg" under MEDIA_ROOT; the row keeps it
    attachment_response(name, content_type=row.content_type, real_name=row.real_name)   # the view has checked who asks

`AttachmentsField` is the form field (several files; cleans to a list of CleanFile). `worker`, `pictures`, `pdfs`,
`segments` and `marks` run in the limited process and know no Django. Nothing is imported here, for that process's sake.
"""
